-- Rows come sorted, so that two writers wait for each other in one order. $1 … $3: one array a column
INSERT INTO personal.reader (site_id, reader_id, external_id)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[])
ON CONFLICT (site_id, external_id) DO NOTHING
