-- $1 site, $2 article, $3 content hash
SELECT revision FROM greffe.article_revision
WHERE site_id = $1::uuid AND article_id = $2::uuid AND content_hash = $3::bytea
LIMIT 1
