-- The texts of a stretch of a site's comments, with what rules ask of them. A text of history was written when it was posted, as far
-- as that is known to the minute. $1 site, $2 after, $3 to, $4 since or null, $5 greatest hash of a sample or null,
-- $6 with authors, $7 with articles
SELECT c.comment_id, CASE WHEN $7::boolean THEN coalesce(c.moved_from, c.article_id) END, c.status, c.screen, c.author_presence, c.revision, r.revision,
       floor(date_part('epoch', CASE
         WHEN c.screen = 'live' THEN r.received_at
         WHEN r.edited_at IS NOT NULL THEN r.edited_at
         WHEN c.posted IS NULL OR coalesce(c.posted ->> 'precision', 'exact') IN ('exact', 'minute') THEN c.posted_at
       END))::bigint,
       CASE WHEN $6::boolean THEN (
         SELECT floor(date_part('epoch', a.created_at))::bigint
         FROM greffe.author a WHERE a.site_id = c.site_id AND a.author_id = c.author_id) END, r.body, r.pseudonym
FROM greffe.comment c
JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id
WHERE c.site_id = $1::uuid AND c.comment_id > $2::uuid AND c.comment_id <= $3::uuid
  AND r.site_id = $1::uuid AND r.comment_id > $2::uuid AND r.comment_id <= $3::uuid
  AND c.status IN ('published', 'held', 'rejected')
  AND ($4::timestamptz IS NULL OR CASE c.screen WHEN 'live' THEN c.received_at ELSE c.posted_at END >= $4::timestamptz)
  AND ($5::bigint IS NULL OR uuid_hash_extended(c.comment_id, 0) <= $5::bigint)
ORDER BY c.comment_id, r.revision
