-- $1 sites, $2 versions held. Sites that never changed any are left out.
SELECT s.site_id, s.settings, s.settings_version, greffe.moderation_of(s.site_id) AS moderation
FROM greffe.site s
LEFT JOIN unnest($1::uuid[], $2::bigint[]) AS held (site_id, version) ON held.site_id = s.site_id
WHERE s.settings_version > coalesce(held.version, 0)
