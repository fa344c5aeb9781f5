-- The comment and all that answers it, however deep. $1 site, $2 comment, $3 its root
WITH RECURSIVE below AS (
  SELECT $2::uuid AS comment_id
  UNION ALL
  SELECT c.comment_id
  FROM below
  JOIN greffe.comment c ON c.site_id = $1::uuid AND c.root_id = $3::uuid AND c.comment_id <> c.root_id
    AND c.parent_id = below.comment_id
)
SELECT comment_id FROM below ORDER BY comment_id
