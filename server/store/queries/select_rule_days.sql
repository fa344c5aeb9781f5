-- Per day of the site, rule and mode: what it hit, and what people said of it since. Of a rule for comments their last word on the
-- text that was hit: rejected upholds it, approved overturns it. Of a rule for reports the outcome of the report; one that only took
-- weight from it was right when the report was not. $1 site, $2 first day, $3 the site's time zone, $4 the system's key
WITH since AS (
  SELECT (lpad(to_hex(floor(extract(epoch FROM $2::date::timestamp AT TIME ZONE $3) * 1000)::bigint), 12, '0')
          || repeat('0', 20))::uuid AS id
), hit AS (
  SELECT 'comment' AS target, f.rule, f.mode, (c.received_at AT TIME ZONE $3)::date AS day, said.action = 'reject' AS upheld
  FROM since
  JOIN greffe.flag f ON f.site_id = $1::uuid AND f.comment_id >= since.id
  JOIN greffe.comment c ON c.site_id = f.site_id AND c.comment_id = f.comment_id AND c.screen = 'live'
  LEFT JOIN LATERAL (
    SELECT d.action FROM greffe.decision d
    WHERE d.site_id = f.site_id AND d.comment_id = f.comment_id AND d.revision = f.revision
      AND d.action IN ('approve', 'reject') AND d.decider <> $4::uuid
    ORDER BY d.decided_at DESC, d.decision_id DESC LIMIT 1
  ) AS said ON true
  UNION ALL
  SELECT 'report', f.rule, f.mode, (r.received_at AT TIME ZONE $3)::date,
         CASE r.outcome WHEN 'upheld' THEN true WHEN 'not_upheld' THEN false END
           <> (NOT f.escalate AND NOT f.hide AND (f.discount OR f.priority < 0))
  FROM since
  JOIN greffe.report_flag f ON f.site_id = $1::uuid AND f.report_id >= since.id
  JOIN greffe.report r ON r.site_id = f.site_id AND r.report_id = f.report_id
)
SELECT target, rule, mode, day, count(*) AS hits, count(*) FILTER (WHERE upheld) AS upheld,
       count(*) FILTER (WHERE NOT upheld) AS overturned
FROM hit WHERE day >= $2::date
GROUP BY target, rule, mode, day
ORDER BY target, rule, mode, day
