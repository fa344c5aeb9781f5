-- Nothing when the key's site does not exist; the nil uuid stands for all sites.
INSERT INTO greffe.api_key (site_id, key_id, role, label, token_hash, created_at)
SELECT $1::uuid, $2::uuid, $3, $4, $5::bytea, $6::timestamptz
WHERE $1::uuid = '00000000-0000-0000-0000-000000000000' OR EXISTS (SELECT FROM greffe.site WHERE site_id = $1::uuid)
RETURNING 1
