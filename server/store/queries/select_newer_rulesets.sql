SELECT a.site_id, a.version, r.source, r.packs IS NULL AS without_packs, greffe.packs_of(r.site_id, r.packs) AS pack_texts
FROM greffe.active_ruleset a
LEFT JOIN unnest($1::uuid[], $2::bigint[]) AS held (site_id, version) ON held.site_id = a.site_id
JOIN greffe.ruleset r ON r.site_id = a.site_id AND r.version = a.version
WHERE a.version > coalesce(held.version, 0)
