-- One page of a site's changes with the bounds of what there is, all of one moment. Without a change there is one row, with
-- the bounds only. $1 site, $2 from this log_index, $3 limit
SELECT b.next_index, b.kept_from, c.*
FROM (
  SELECT h.next_index,
         coalesce((SELECT k.kept_from FROM greffe.change_horizon k WHERE k.site_id = $1::uuid), 0) AS kept_from
  FROM greffe.log_head h
  WHERE h.site_id = '00000000-0000-0000-0000-000000000000'
) b
LEFT JOIN LATERAL (
  SELECT w.log_index, w.change, w.status, w.revision, w.at, w.comment_id, c.external_id,
         w.article_id, a.external_id AS article_external_id
  FROM (
    SELECT * FROM greffe.change WHERE site_id = $1::uuid AND log_index >= $2::bigint
    ORDER BY log_index LIMIT $3::int
  ) w
  JOIN greffe.comment c ON c.site_id = w.site_id AND c.comment_id = w.comment_id
  JOIN greffe.article a ON a.site_id = w.site_id AND a.article_id = w.article_id
) c ON true
ORDER BY c.log_index
