INSERT INTO greffe.site (site_id, name, created_at) VALUES ($1::uuid, $2, $3::timestamptz)
ON CONFLICT (name) DO NOTHING
RETURNING 1
