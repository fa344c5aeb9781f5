-- How often rules with a cap have acted on a day; none: not at all. $1 sites, $2 rules, $3 modes, $4 days
SELECT c.site_id, c.rule, c.mode, c.hits
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS w (site_id, rule, mode, day)
JOIN greffe.rule_cap c ON c.site_id = w.site_id AND c.rule = w.rule AND c.mode = w.mode AND c.day = w.day::date
