-- Newest first. $1 site, $2 id of the last one given or null, $3 limit
SELECT a.article_id, a.site_id, a.external_id, a.state, a.revision, r.content, t.comment_count, t.published_count, a.merged_into,
       to_json(ARRAY(SELECT l.external_id FROM greffe.article_alias l
                     WHERE l.site_id = a.site_id AND l.article_id = a.article_id ORDER BY 1)) AS aliases
FROM greffe.article a
JOIN greffe.article_revision r ON r.site_id = a.site_id AND r.article_id = a.article_id AND r.revision = a.revision
JOIN greffe.thread t ON t.site_id = a.site_id AND t.article_id = a.article_id
WHERE a.site_id = $1::uuid AND ($2::uuid IS NULL OR a.article_id < $2::uuid)
ORDER BY a.article_id DESC
LIMIT $3::int
