-- Cases as they stand after a batch that holds their locks. $1 … $13: one array a column
INSERT INTO greffe.review_case (site_id, comment_id, state, version, cause, priority, report_count, opened_at,
                                lease_holder, lease_until, deadline, at_deadline, deadline_missed_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::int[], $7::int[],
                     $8::timestamptz[], $9::uuid[], $10::timestamptz[], $11::timestamptz[], $12::text[],
                     $13::timestamptz[])
ON CONFLICT (site_id, comment_id) DO UPDATE
SET state = EXCLUDED.state, version = EXCLUDED.version, cause = EXCLUDED.cause, priority = EXCLUDED.priority,
    report_count = EXCLUDED.report_count, opened_at = EXCLUDED.opened_at,
    lease_holder = EXCLUDED.lease_holder, lease_until = EXCLUDED.lease_until, deadline = EXCLUDED.deadline,
    at_deadline = EXCLUDED.at_deadline, deadline_missed_at = EXCLUDED.deadline_missed_at
