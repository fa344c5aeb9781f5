SELECT fingerprint, answer FROM greffe.idempotency
WHERE site_id = $1::uuid AND key_id = $2::uuid AND idem_key = $3
