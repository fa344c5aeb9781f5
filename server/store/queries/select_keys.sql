SELECT site_id, key_id, role, label, created_at, revoked_at
FROM greffe.api_key WHERE $1::uuid IS NULL OR site_id = $1::uuid
ORDER BY created_at, key_id
