-- In the order that everyone locks these rows in. A day that is over is not counted any more: who comes from it sees the new one.
-- $1 sites, $2 rules, $3 modes, $4 days, $5 hits
INSERT INTO greffe.rule_cap AS c (site_id, rule, mode, day, hits)
SELECT w.site_id, w.rule, w.mode, w.day::date, w.hits
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[]) AS w (site_id, rule, mode, day, hits)
ORDER BY w.site_id, w.rule COLLATE "C", w.mode
ON CONFLICT (site_id, rule, mode) DO UPDATE
SET day = greatest(c.day, excluded.day),
    hits = CASE WHEN c.day < excluded.day THEN excluded.hits
                WHEN c.day = excluded.day THEN c.hits + excluded.hits
                ELSE c.hits END
RETURNING c.site_id, c.rule, c.mode, c.day, c.hits
