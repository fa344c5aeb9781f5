-- $1 sites, $2 external ids
SELECT a.site_id, a.external_id, a.article_id
FROM unnest($1::uuid[], $2::text[]) AS w (site_id, external_id)
JOIN greffe.article a ON a.site_id = w.site_id AND a.external_id = w.external_id
