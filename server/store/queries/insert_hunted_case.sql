-- $1 site, $2 batch, $3 comment, $4 revision, $5 version, $6 opened
INSERT INTO greffe.hunt_case (site_id, hunt_id, comment_id, revision, case_version, opened)
VALUES ($1::uuid, $2::uuid, $3::uuid, $4::int, $5::bigint, $6::boolean)
ON CONFLICT (site_id, hunt_id, comment_id) DO UPDATE
SET revision = EXCLUDED.revision, case_version = EXCLUDED.case_version, opened = EXCLUDED.opened
