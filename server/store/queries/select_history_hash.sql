-- The hash at or below which there are $3 comments. $1 site, $2 since or null
SELECT uuid_hash_extended(c.comment_id, 0) AS hash
FROM greffe.comment c
WHERE c.site_id = $1::uuid AND c.status IN ('published', 'held', 'rejected')
  AND ($2::timestamptz IS NULL OR CASE c.screen WHEN 'live' THEN c.received_at ELSE c.posted_at END >= $2::timestamptz)
ORDER BY hash
OFFSET $3::bigint - 1
LIMIT 1
