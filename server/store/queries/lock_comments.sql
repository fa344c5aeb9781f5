-- Comments, then their cases, each in the order that everyone locks them in. The facts are read by the next statement, whose
-- snapshot is newer than the locks. $1 sites, $2 comments
WITH locked AS (
  SELECT c.site_id, c.comment_id
  FROM unnest($1::uuid[], $2::uuid[]) AS w (site_id, comment_id)
  JOIN greffe.comment c ON c.site_id = w.site_id AND c.comment_id = w.comment_id
  ORDER BY c.comment_id, c.site_id
  FOR NO KEY UPDATE OF c
), cases AS (
  SELECT k.comment_id
  FROM greffe.review_case k
  WHERE (k.site_id, k.comment_id) IN (SELECT site_id, comment_id FROM locked)
  ORDER BY k.comment_id, k.site_id
  FOR NO KEY UPDATE OF k
)
SELECT (SELECT count(*) FROM locked) AS comments, (SELECT count(*) FROM cases) AS cases
