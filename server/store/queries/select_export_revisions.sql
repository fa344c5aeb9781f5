SELECT comment_id, revision, body, pseudonym, edited_at, source_version, received_at
FROM greffe.revision WHERE site_id = $1::uuid AND comment_id = ANY ($2::uuid[])
ORDER BY comment_id, revision
