-- $1 … $12: one array a column
INSERT INTO greffe.report_flag (site_id, report_id, rule, comment_id, ruleset_version, mode, priority, escalate, hide, discount,
                                throttled, spans)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::text[], $7::int[], $8::bool[],
                     $9::bool[], $10::bool[], $11::bool[], $12::jsonb[])
