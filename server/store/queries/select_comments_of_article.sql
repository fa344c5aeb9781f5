-- A chunk of an article's comments. $1 site, $2 article, $3 posted_at and $4 id of the last one before or null, $5 how many
SELECT comment_id, posted_at FROM greffe.comment
WHERE site_id = $1::uuid AND article_id = $2::uuid
  AND ($4::uuid IS NULL OR (posted_at, comment_id) > ($3::timestamptz, $4::uuid))
ORDER BY posted_at, comment_id
LIMIT $5::int
