-- Where the next comments of a site end, in the order of their ids. $1 site, $2 after, $3 how many
SELECT comment_id, place
FROM (
  SELECT comment_id, row_number() OVER (ORDER BY comment_id) AS place
  FROM greffe.comment
  WHERE site_id = $1::uuid AND comment_id > $2::uuid
  ORDER BY comment_id
  LIMIT $3::int
) AS stretch
ORDER BY comment_id DESC
LIMIT 1
