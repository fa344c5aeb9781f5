UPDATE greffe.api_key SET revoked_at = $3::timestamptz WHERE site_id = $1::uuid AND key_id = $2::uuid
