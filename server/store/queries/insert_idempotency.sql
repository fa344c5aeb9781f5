-- Waits for a transaction that holds the same key, and then finds it taken.
INSERT INTO greffe.idempotency (site_id, key_id, idem_key, fingerprint, answer)
VALUES ($1::uuid, $2::uuid, $3, $4::bytea, '{}')
ON CONFLICT (site_id, key_id, idem_key) DO NOTHING
RETURNING 1
