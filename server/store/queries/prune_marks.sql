-- Takes away what up to $2 comments of more than $1 seconds ago were counted by: longer than any rule looks back. Answers how many.
WITH gone AS (
  DELETE FROM personal.comment_mark
  WHERE ctid = ANY (ARRAY(
    SELECT old.ctid FROM greffe.site s
    CROSS JOIN LATERAL (
      SELECT m.ctid FROM personal.comment_mark m
      WHERE m.site_id = s.site_id AND m.received_at < now() - make_interval(secs => $1::float8)
      ORDER BY m.received_at LIMIT $2::int
    ) AS old LIMIT $2::int))
  RETURNING site_id, comment_id
), keys AS (
  DELETE FROM personal.comment_key k USING gone g WHERE k.site_id = g.site_id AND k.comment_id = g.comment_id
)
SELECT count(*) AS pruned FROM gone
