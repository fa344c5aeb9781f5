-- Through the sites, so that the key (site_id, article_id) is used; $2: the only site that the caller may see, or NULL.
SELECT a.site_id, s.name AS site_name, a.article_id, a.external_id, a.state, a.revision, r.content, a.created_at, a.updated_at,
       transaction_timestamp() AS exported_at, t.comment_count, t.published_count, t.next_seq - 1 AS event_count,
       a.merged_into, to_json(ARRAY(SELECT l.external_id FROM greffe.article_alias l
                                    WHERE l.site_id = a.site_id AND l.article_id = a.article_id ORDER BY 1)) AS aliases
FROM greffe.site s
JOIN greffe.article a ON a.site_id = s.site_id AND a.article_id = $1::uuid
JOIN greffe.article_revision r ON r.site_id = a.site_id AND r.article_id = a.article_id AND r.revision = a.revision
JOIN greffe.thread t ON t.site_id = a.site_id AND t.article_id = a.article_id
WHERE $2::uuid IS NULL OR s.site_id = $2::uuid
