-- The newest change of each of these sites that has one. $1 sites
SELECT w.site_id, c.log_index
FROM unnest($1::uuid[]) AS w (site_id)
CROSS JOIN LATERAL (
  SELECT c.log_index FROM greffe.change c WHERE c.site_id = w.site_id ORDER BY c.log_index DESC LIMIT 1
) c
