SELECT r.version, '' AS source, r.pushed_by, r.note, r.pushed_at, coalesce(a.version = r.version, false) AS active
FROM greffe.ruleset r
LEFT JOIN greffe.active_ruleset a ON a.site_id = r.site_id
WHERE r.site_id = $1::uuid
ORDER BY r.version DESC
