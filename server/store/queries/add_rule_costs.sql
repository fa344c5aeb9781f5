-- $1 site, $2 day, $3 rules (sorted, each once), $4 nanoseconds for all texts, $5 texts
INSERT INTO greffe.rule_cost (site_id, day, rule, texts, nanoseconds)
SELECT $1::uuid, $2::date, w.rule, $5::bigint, w.nanoseconds
FROM unnest($3::text[], $4::bigint[]) AS w (rule, nanoseconds)
ON CONFLICT (site_id, day, rule) DO UPDATE
SET texts = rule_cost.texts + excluded.texts, nanoseconds = rule_cost.nanoseconds + excluded.nanoseconds
