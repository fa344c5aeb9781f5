-- By its external id, or by that of an article which was merged into it. $1 site, $2 external id
SELECT a.article_id, a.site_id, a.external_id, a.state, a.revision, r.content, t.comment_count, t.published_count, a.merged_into,
       to_json(ARRAY(SELECT l.external_id FROM greffe.article_alias l
                     WHERE l.site_id = a.site_id AND l.article_id = a.article_id ORDER BY 1)) AS aliases
FROM greffe.article named
JOIN greffe.article a ON a.site_id = named.site_id AND a.article_id = coalesce(named.merged_into, named.article_id)
JOIN greffe.article_revision r ON r.site_id = a.site_id AND r.article_id = a.article_id AND r.revision = a.revision
JOIN greffe.thread t ON t.site_id = a.site_id AND t.article_id = a.article_id
WHERE named.site_id = $1::uuid AND named.external_id = $2
