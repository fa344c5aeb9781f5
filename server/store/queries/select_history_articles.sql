-- What rules ask of articles: one row for each of their revisions, and one for an article that never had another. $1 site, $2 articles
SELECT a.article_id, a.kind,
       CASE WHEN v.revision IS NULL THEN a.title ELSE v.content ->> 'title' END AS title,
       CASE WHEN v.revision IS NULL THEN a.section ELSE coalesce(v.content ->> 'section', '') END AS section,
       CASE WHEN v.revision IS NULL THEN to_jsonb(a.tags) ELSE coalesce(v.content -> 'tags', '[]') END AS tags,
       CASE WHEN v.revision IS NULL THEN a.published_at ELSE (v.content ->> 'published_at')::timestamptz END AS published_at,
       CASE WHEN v.revision > 1 THEN floor(date_part('epoch', v.received_at))::bigint END AS since
FROM unnest($2::uuid[]) AS w (article_id)
JOIN greffe.article a ON a.site_id = $1::uuid AND a.article_id = w.article_id
LEFT JOIN greffe.article_revision v ON a.revision > 1 AND v.site_id = a.site_id AND v.article_id = a.article_id
ORDER BY a.article_id, v.revision
