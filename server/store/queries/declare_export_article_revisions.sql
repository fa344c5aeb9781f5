DECLARE export_article_revisions NO SCROLL CURSOR FOR
SELECT revision, encode(content_hash, 'hex') AS content_hash, content, received_at
FROM greffe.article_revision WHERE site_id = $1::uuid AND article_id = $2::uuid
ORDER BY revision
