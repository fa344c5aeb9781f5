INSERT INTO greffe.audit (site_id, audit_id, at, actor, action, detail)
VALUES ($1::uuid, $2::uuid, $3::timestamptz, $4::uuid, $5, $6::jsonb)
