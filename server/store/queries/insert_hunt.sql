-- $1 site, $2 batch, $3 source, $4 by, $5 at
INSERT INTO greffe.hunt (site_id, hunt_id, ruleset, begun_by, begun_at)
VALUES ($1::uuid, $2::uuid, $3, $4::uuid, $5::timestamptz)
ON CONFLICT (site_id, hunt_id) DO NOTHING
RETURNING hunt_id
