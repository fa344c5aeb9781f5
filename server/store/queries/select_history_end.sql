-- Where the next comments of a site end, in the order of their ids, and how many they are: $3, or the rest.
-- $1 site, $2 after, $3 how many
WITH whole AS (
  SELECT comment_id FROM greffe.comment WHERE site_id = $1::uuid AND comment_id > $2::uuid
  ORDER BY comment_id LIMIT 1 OFFSET $3::int - 1
)
SELECT comment_id, $3::bigint AS place FROM whole
UNION ALL
SELECT * FROM (
  SELECT comment_id, count(*) OVER () AS place FROM greffe.comment
  WHERE site_id = $1::uuid AND comment_id > $2::uuid AND NOT EXISTS (SELECT FROM whole)
  ORDER BY comment_id DESC LIMIT 1
) AS rest
