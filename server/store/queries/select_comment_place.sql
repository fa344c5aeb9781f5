-- $1 site, $2 external id
SELECT comment_id, article_id, root_id FROM greffe.comment WHERE site_id = $1::uuid AND external_id = $2
