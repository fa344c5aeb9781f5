UPDATE greffe.comment SET status = $3, public_revision = $4::int, immune_revision = $5::int
WHERE site_id = $1::uuid AND comment_id = $2::uuid
