SELECT site_id, key_id, role, label, created_at, revoked_at
FROM greffe.api_key WHERE token_hash = $1::bytea AND revoked_at IS NULL
