-- A person allows a rule of this content, whether a guard holds it back already or not. $1 site, $2 rule, $3 content, $4 who
INSERT INTO greffe.rule_guard AS g (site_id, rule, content, live_at, texts, lifted_at, lifted_by)
VALUES ($1::uuid, $2, $3, clock_timestamp(), 0, clock_timestamp(), $4::uuid)
ON CONFLICT (site_id, rule, content) DO UPDATE SET lifted_at = excluded.lifted_at, lifted_by = excluded.lifted_by
