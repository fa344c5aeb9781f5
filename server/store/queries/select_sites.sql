SELECT site_id, name, settings, settings_version, greffe.moderation_of(site_id) AS moderation, created_at
FROM greffe.site ORDER BY name
