-- Cases as they stand after a batch that holds their locks. $1 … $10: one array a column
INSERT INTO greffe.review_case (site_id, comment_id, state, version, cause, priority, report_count, opened_at,
                                lease_holder, lease_until)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::int[], $7::int[],
                     $8::timestamptz[], $9::uuid[], $10::timestamptz[])
ON CONFLICT (site_id, comment_id) DO UPDATE
SET state = EXCLUDED.state, version = EXCLUDED.version, cause = EXCLUDED.cause, priority = EXCLUDED.priority,
    report_count = EXCLUDED.report_count, opened_at = EXCLUDED.opened_at,
    lease_holder = EXCLUDED.lease_holder, lease_until = EXCLUDED.lease_until
