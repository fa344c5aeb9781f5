-- Precondition: the thread is locked. $1 site, $2 id, $3 article, $4 sha512, $5 raw, $6 observation, $7 received_at,
-- $8 size of the bytes when they are not here, or null
INSERT INTO greffe.capture (site_id, capture_id, article_id, sha512, raw, observation, received_at, size)
VALUES ($1::uuid, $2::uuid, $3::uuid, $4::bytea, $5::bytea, $6::jsonb, $7::timestamptz, $8::bigint)
