INSERT INTO greffe.active_ruleset (site_id, version) VALUES ($1::uuid, $2::bigint)
ON CONFLICT (site_id) DO UPDATE SET version = excluded.version
