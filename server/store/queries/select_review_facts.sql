-- Once every lock is held: the time, the comment's last decision, what this reader ($4) reported of revision $3 before and how far
-- their reports were right, how many of the reports that wait were discounted, and what those of revision $3 weigh, in hundredths.
SELECT clock_timestamp() AS now, d.action, d.decided_at, r.report_id, r.outcome, r.received_at, s.standing,
       (SELECT count(*) FROM greffe.report p
        WHERE p.site_id = $1::uuid AND p.comment_id = $2::uuid AND p.outcome = 'pending' AND p.weight = 0) AS discounted,
       (SELECT coalesce(sum(coalesce(p.weight, 50)), 0) FROM greffe.report p
        WHERE p.site_id = $1::uuid AND p.comment_id = $2::uuid AND p.revision = $3::int AND p.outcome = 'pending') AS weighing
FROM (SELECT 1) AS one
LEFT JOIN LATERAL (
  SELECT action, decided_at FROM greffe.decision
  WHERE site_id = $1::uuid AND comment_id = $2::uuid
  ORDER BY decided_at DESC, decision_id DESC LIMIT 1) AS d ON true
LEFT JOIN personal.reader s ON s.site_id = $1::uuid AND s.external_id = $4
LEFT JOIN LATERAL (
  SELECT report.report_id, report.outcome, report.received_at
  FROM greffe.report
  WHERE report.site_id = $1::uuid AND report.reader_id = s.reader_id
    AND report.comment_id = $2::uuid AND report.revision = $3::int) AS r ON true
