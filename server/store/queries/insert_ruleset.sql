INSERT INTO greffe.ruleset (site_id, version, source, pushed_by, note, pushed_at)
SELECT $1::uuid, coalesce(max(version), 0) + 1, $2, $3::uuid, $4, $5::timestamptz
FROM greffe.ruleset WHERE site_id = $1::uuid
RETURNING version
