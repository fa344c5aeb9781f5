SELECT revision, body, pseudonym, edited_at, source_version, received_at
FROM greffe.revision WHERE site_id = $1::uuid AND comment_id = $2::uuid
ORDER BY revision
