UPDATE greffe.report SET outcome = $3
WHERE site_id = $1::uuid AND comment_id = $2::uuid AND outcome = 'pending'
