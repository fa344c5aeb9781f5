-- $1 … $4: one array a column
INSERT INTO personal.comment_address (site_id, comment_id, address, received_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
