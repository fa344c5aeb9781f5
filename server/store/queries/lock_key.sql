SELECT site_id, revoked_at FROM greffe.api_key
WHERE key_id = $1::uuid AND ($2::uuid IS NULL OR site_id = $2::uuid)
FOR NO KEY UPDATE
