-- $1 site, $2 external id
SELECT a.article_id, a.revision, r.content_hash
FROM greffe.article a
JOIN greffe.article_revision r ON r.site_id = a.site_id AND r.article_id = a.article_id AND r.revision = a.revision
WHERE a.site_id = $1::uuid AND a.external_id = $2
