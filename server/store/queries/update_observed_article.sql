-- The state that history saw, of an article that this transaction made. $1 site, $2 article, $3 state
UPDATE greffe.article SET state = $3 WHERE site_id = $1::uuid AND article_id = $2::uuid
