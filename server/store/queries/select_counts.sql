-- One row a name, in their order; null: the site has no such article. A withdrawn one shows none.
-- $1 site, $2 external ids
SELECT CASE WHEN a.state = 'withdrawn' THEN 0 ELSE t.published_count END AS published_count
FROM unnest($2::text[]) WITH ORDINALITY AS w (external_id, place)
LEFT JOIN greffe.article named ON named.site_id = $1::uuid AND named.external_id = w.external_id
LEFT JOIN greffe.article a ON a.site_id = named.site_id AND a.article_id = coalesce(named.merged_into, named.article_id)
LEFT JOIN greffe.thread t ON t.site_id = a.site_id AND t.article_id = a.article_id
ORDER BY w.place
