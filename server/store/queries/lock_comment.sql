SELECT article_id, status, revision, public_revision, immune_revision
FROM greffe.comment WHERE site_id = $1::uuid AND comment_id = $2::uuid
FOR NO KEY UPDATE
