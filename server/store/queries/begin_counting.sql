-- Notes what the active ruleset asks to be counted, from now on or as its forerunner did. An older version that a server still runs
-- changes nothing. $1 sites, $2 kinds, $3 versions of rulesets
INSERT INTO greffe.counting AS c (site_id, kind, since)
SELECT w.site_id, w.kind, clock_timestamp()
FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS w (site_id, kind, version)
JOIN greffe.active_ruleset a ON a.site_id = w.site_id AND a.version = w.version
ORDER BY w.site_id, w.kind
FOR SHARE OF a
ON CONFLICT (site_id, kind) DO UPDATE SET asked = true WHERE NOT c.asked
