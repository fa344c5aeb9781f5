-- Of any site, itself even when it was merged; from the sites, so that every key starts with its site. $1 article
SELECT a.article_id, a.site_id, a.external_id, a.state, a.revision, r.content, t.comment_count, t.published_count, a.merged_into,
       to_json(ARRAY(SELECT l.external_id FROM greffe.article_alias l
                     WHERE l.site_id = a.site_id AND l.article_id = a.article_id ORDER BY 1)) AS aliases
FROM greffe.site s
JOIN greffe.article a ON a.site_id = s.site_id AND a.article_id = $1::uuid
JOIN greffe.article_revision r ON r.site_id = a.site_id AND r.article_id = a.article_id AND r.revision = a.revision
JOIN greffe.thread t ON t.site_id = a.site_id AND t.article_id = a.article_id
