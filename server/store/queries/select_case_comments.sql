-- The comment (place 0), its parent (place NULL), and three on each side of it by (posted_at, id), each with its newest text.
WITH subject AS (
  SELECT site_id, comment_id, article_id, parent_id, posted_at
  FROM greffe.comment WHERE site_id = $1::uuid AND comment_id = $2::uuid
), before AS (
  SELECT c.site_id, c.comment_id, -row_number() OVER (ORDER BY c.posted_at DESC, c.comment_id DESC) AS place
  FROM (SELECT n.* FROM greffe.comment n JOIN subject USING (site_id, article_id)
        WHERE (n.posted_at, n.comment_id) < (subject.posted_at, subject.comment_id)
        ORDER BY n.posted_at DESC, n.comment_id DESC LIMIT 3) AS c
), after AS (
  SELECT c.site_id, c.comment_id, row_number() OVER (ORDER BY c.posted_at, c.comment_id) AS place
  FROM (SELECT n.* FROM greffe.comment n JOIN subject USING (site_id, article_id)
        WHERE (n.posted_at, n.comment_id) > (subject.posted_at, subject.comment_id)
        ORDER BY n.posted_at, n.comment_id LIMIT 3) AS c
), places AS (
  SELECT site_id, comment_id, 0 AS place FROM subject
  UNION ALL SELECT site_id, parent_id, NULL FROM subject WHERE parent_id IS NOT NULL
  UNION ALL SELECT * FROM before
  UNION ALL SELECT * FROM after
)
SELECT p.place, c.comment_id, c.site_id, c.article_id, c.external_id, c.parent_id, c.root_id, c.author_presence,
       c.author_id, c.posted_at, c.posted, c.received_at, c.screen, c.status, c.revision, r.body, r.pseudonym
FROM places p
JOIN greffe.comment c ON c.site_id = p.site_id AND c.comment_id = p.comment_id
LEFT JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id AND r.revision = c.revision
ORDER BY p.place
