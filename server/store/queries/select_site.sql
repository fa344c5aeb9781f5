-- By name, or by the id that the caller has parsed ($2, or NULL). No name has the form of an id.
SELECT site_id, name, settings, settings_version, greffe.moderation_of(site_id) AS moderation, created_at
FROM greffe.site WHERE name = $1 OR site_id = $2::uuid
