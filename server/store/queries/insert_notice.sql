INSERT INTO personal.notice (site_id, report_id, explanation, name, email, bona_fide)
VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6::boolean)
