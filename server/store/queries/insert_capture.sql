-- Precondition: the thread is locked. $1 site, $2 id, $3 article, $4 sha512, $5 raw, $6 observation, $7 now
INSERT INTO greffe.capture (site_id, capture_id, article_id, sha512, raw, observation, received_at)
VALUES ($1::uuid, $2::uuid, $3::uuid, $4::bytea, $5::bytea, $6::jsonb, $7::timestamptz)
