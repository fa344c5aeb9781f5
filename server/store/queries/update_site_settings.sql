-- $2: null for what is as if it had never been set. Keys of a newer server stay.
UPDATE greffe.site SET settings = jsonb_strip_nulls(settings || $2::jsonb), settings_version = $3::bigint
WHERE site_id = $1::uuid
