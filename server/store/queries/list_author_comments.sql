-- Of sites whose rules ask what became of an author's comments: lists up to $2 more of those that came before they were asked for,
-- the first that asked first. What is younger than $1 seconds its servers list themselves; the list is whole when all of them have
-- done so for as long again. Of sites that ask no more: takes up to $2 rows away. Answers how many rows, the more of the two.
WITH lacking AS MATERIALIZED (
  SELECT c.site_id, c.filled_to, c.since,
         (lpad(to_hex(floor(extract(epoch FROM now() - make_interval(secs => $1::float8)) * 1000)::bigint), 12, '0')
          || repeat('0', 20))::uuid AS young
  FROM greffe.counting c
  WHERE c.kind = 'author_comments' AND NOT c.whole
  ORDER BY c.since, c.site_id
), next AS MATERIALIZED (
  SELECT l.site_id, n.author_id, n.comment_id
  FROM lacking l
  CROSS JOIN LATERAL (
    SELECT c.author_id, c.comment_id FROM greffe.comment c
    WHERE c.site_id = l.site_id AND c.comment_id > l.filled_to AND c.comment_id < l.young
    ORDER BY c.comment_id LIMIT $2::int
  ) AS n
  LIMIT $2::int
), listed AS (
  INSERT INTO greffe.author_comment (site_id, author_id, comment_id)
  SELECT site_id, author_id, comment_id FROM next WHERE author_id IS NOT NULL
  ON CONFLICT DO NOTHING
), step AS (
  SELECT l.site_id, l.since, (array_agg(n.comment_id ORDER BY n.comment_id DESC))[1] AS last
  FROM lacking l LEFT JOIN next n ON n.site_id = l.site_id GROUP BY l.site_id, l.since
), noted AS (
  UPDATE greffe.counting c
  SET filled_to = coalesce(s.last, c.filled_to),
      whole = (SELECT count(*) FROM next) < $2::int AND s.since < now() - make_interval(secs => 2 * $1::float8)
  FROM step s
  WHERE c.site_id = s.site_id AND c.kind = 'author_comments' AND c.since = s.since
), unlisted AS (
  DELETE FROM greffe.author_comment
  WHERE ctid = ANY (ARRAY(
    SELECT old.ctid FROM greffe.site s
    CROSS JOIN LATERAL (SELECT a.ctid FROM greffe.author_comment a WHERE a.site_id = s.site_id LIMIT $2::int) AS old
    WHERE NOT EXISTS (SELECT FROM greffe.counting c WHERE c.site_id = s.site_id AND c.kind = 'author_comments')
    LIMIT $2::int))
  RETURNING site_id
)
SELECT greatest((SELECT count(*) FROM next), (SELECT count(*) FROM unlisted)) AS pruned
