-- The reader's random key, the one stored before if there is one: an update of nothing returns it even when another
-- transaction has only just inserted it.
INSERT INTO personal.reader (site_id, reader_id, external_id) VALUES ($1::uuid, $2::uuid, $3)
ON CONFLICT (site_id, external_id) DO UPDATE SET external_id = excluded.external_id
RETURNING reader_id
