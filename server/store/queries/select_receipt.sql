SELECT r.report_id, r.outcome, r.received_at
FROM greffe.site s
JOIN greffe.report r ON r.site_id = s.site_id AND r.report_id = $1::uuid
WHERE $2::uuid IS NULL OR s.site_id = $2::uuid
