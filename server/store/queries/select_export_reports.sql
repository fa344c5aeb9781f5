SELECT comment_id, report_id, revision, kind, reason, body, received_at, outcome
FROM greffe.report WHERE site_id = $1::uuid AND comment_id = ANY ($2::uuid[])
ORDER BY comment_id, received_at, report_id
