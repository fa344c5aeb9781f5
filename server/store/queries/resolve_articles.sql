-- An article that was merged is the one it was merged into. $1 sites, $2 external ids
SELECT a.site_id, a.external_id, coalesce(a.merged_into, a.article_id) AS article_id
FROM unnest($1::uuid[], $2::text[]) AS w (site_id, external_id)
JOIN greffe.article a ON a.site_id = w.site_id AND a.external_id = w.external_id
