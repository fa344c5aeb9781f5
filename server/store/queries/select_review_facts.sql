-- Once every lock is held: the time, the comment's last decision, and what this reader ($4) reported of revision $3 before.
SELECT clock_timestamp() AS now, d.action, d.decided_at, r.report_id, r.outcome, r.received_at
FROM (SELECT 1) AS one
LEFT JOIN LATERAL (
  SELECT action, decided_at FROM greffe.decision
  WHERE site_id = $1::uuid AND comment_id = $2::uuid
  ORDER BY decided_at DESC, decision_id DESC LIMIT 1) AS d ON true
LEFT JOIN LATERAL (
  SELECT report.report_id, report.outcome, report.received_at
  FROM personal.reader
  JOIN greffe.report ON report.site_id = reader.site_id AND report.reader_id = reader.reader_id
  WHERE reader.site_id = $1::uuid AND reader.external_id = $4
    AND report.comment_id = $2::uuid AND report.revision = $3::int) AS r ON true
