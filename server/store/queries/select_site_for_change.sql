-- Once the site is locked, by a snapshot that is newer than the lock.
SELECT site_id, name, settings, settings_version, greffe.moderation_of(site_id) AS moderation, created_at,
       clock_timestamp() AS now
FROM greffe.site WHERE site_id = $1::uuid
