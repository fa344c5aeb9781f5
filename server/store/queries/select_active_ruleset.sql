SELECT r.version, r.source, r.pushed_by, r.note, r.pushed_at, true AS active
FROM greffe.active_ruleset a
JOIN greffe.ruleset r ON r.site_id = a.site_id AND r.version = a.version
WHERE a.site_id = $1::uuid
