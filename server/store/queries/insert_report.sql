INSERT INTO greffe.report (site_id, report_id, comment_id, revision, reader_id, kind, reason, body, received_at, outcome, weight)
VALUES ($1::uuid, $2::uuid, $3::uuid, $4::int, $5::uuid, $6, $7, $8, $9::timestamptz, $10, $11::smallint)
