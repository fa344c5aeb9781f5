-- $1 site, $2 batch, $3 by, $4 at
UPDATE greffe.hunt SET undone_by = $3::uuid, undone_at = $4::timestamptz
WHERE site_id = $1::uuid AND hunt_id = $2::uuid AND undone_at IS NULL
RETURNING hunt_id
