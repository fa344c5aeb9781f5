INSERT INTO greffe.ruleset_approval (site_id, version, approved_by, approved_at, note)
VALUES ($1::uuid, $2::bigint, $3::uuid, $4::timestamptz, $5)
