SELECT report_id, kind, reason, body, revision, received_at, outcome
FROM greffe.report WHERE site_id = $1::uuid AND comment_id = $2::uuid
ORDER BY received_at, report_id
