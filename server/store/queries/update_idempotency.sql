UPDATE greffe.idempotency SET answer = $4::jsonb
WHERE site_id = $1::uuid AND key_id = $2::uuid AND idem_key = $3
