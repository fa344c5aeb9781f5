-- The comments that a batch names; where they stand is asked again once their threads are locked. $1 sites, $2 external ids
SELECT c.site_id, c.external_id, c.comment_id, c.article_id, c.root_id
FROM unnest($1::uuid[], $2::text[]) AS w (site_id, external_id)
JOIN greffe.comment c ON c.site_id = w.site_id AND c.external_id = w.external_id
