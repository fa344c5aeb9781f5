-- The article of this external id, and the one that it was merged into. $1 site, $2 external id
SELECT a.article_id, a.external_id, a.revision, r.content_hash, m.article_id AS merged_id, m.external_id AS merged_external_id,
       m.revision AS merged_revision
FROM greffe.article a
JOIN greffe.article_revision r ON r.site_id = a.site_id AND r.article_id = a.article_id AND r.revision = a.revision
LEFT JOIN greffe.article m ON m.site_id = a.site_id AND m.article_id = a.merged_into
WHERE a.site_id = $1::uuid AND a.external_id = $2
