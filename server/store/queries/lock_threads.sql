-- In the order that everyone locks threads in. $1 sites, $2 articles
SELECT t.site_id, t.article_id, t.next_seq, a.state, a.kind, a.external_id, a.section, a.title, to_json(a.tags) AS tags,
       a.published_at, clock_timestamp() AS now
FROM unnest($1::uuid[], $2::uuid[]) AS w (site_id, article_id)
JOIN greffe.thread t ON t.site_id = w.site_id AND t.article_id = w.article_id
JOIN greffe.article a ON a.site_id = t.site_id AND a.article_id = t.article_id
ORDER BY t.article_id, t.site_id
FOR NO KEY UPDATE OF t
