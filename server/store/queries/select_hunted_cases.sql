-- Of a batch, what is neither undone nor left alone, in the order that everyone locks threads in. $1 site, $2 batch, $3 how many
SELECT k.comment_id, k.revision, k.case_version, k.opened
FROM (
  SELECT * FROM greffe.hunt_case
  WHERE site_id = $1::uuid AND hunt_id = $2::uuid AND undone IS NULL
  ORDER BY comment_id
  LIMIT $3::int) AS k
JOIN greffe.comment c ON c.site_id = k.site_id AND c.comment_id = k.comment_id
ORDER BY c.article_id, c.comment_id
