-- $1 … $10: one array a column
INSERT INTO greffe.flag (site_id, comment_id, revision, rule, ruleset_version, mode, action, score, policy, spans)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::int[],
                     $9::text[], $10::jsonb[])
