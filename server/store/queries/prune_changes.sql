-- Takes away up to $2 changes that are older than $1 seconds, the oldest of a site first, and remembers up to where. Answers
-- how many.
WITH aged AS (
  SELECT c.site_id, c.log_index
  FROM greffe.site s
  CROSS JOIN LATERAL (
    SELECT c.site_id, c.log_index, c.sequenced_at FROM greffe.change c WHERE c.site_id = s.site_id
    ORDER BY c.log_index LIMIT $2::int
  ) c
  WHERE c.sequenced_at < now() - make_interval(secs => $1::float8)
  ORDER BY c.site_id, c.log_index
  LIMIT $2::int
), bound AS (
  SELECT site_id, max(log_index) + 1 AS kept_from FROM aged GROUP BY site_id
), remembered AS (
  INSERT INTO greffe.change_horizon (site_id, kept_from) SELECT site_id, kept_from FROM bound
  ON CONFLICT (site_id) DO UPDATE SET kept_from = excluded.kept_from
), gone AS (
  DELETE FROM greffe.change c USING bound b WHERE c.site_id = b.site_id AND c.log_index < b.kept_from
  RETURNING c.log_index
)
SELECT count(*) AS pruned FROM gone
