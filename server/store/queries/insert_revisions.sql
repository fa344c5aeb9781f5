-- $1 … $8: one array a column
INSERT INTO greffe.revision (site_id, comment_id, revision, body, pseudonym, edited_at, source_version, received_at)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[],
                     $8::timestamptz[])
