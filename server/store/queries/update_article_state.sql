-- Precondition: the thread is locked. $1 site, $2 article, $3 state, $4 now
UPDATE greffe.article SET state = $3, updated_at = $4::timestamptz WHERE site_id = $1::uuid AND article_id = $2::uuid
