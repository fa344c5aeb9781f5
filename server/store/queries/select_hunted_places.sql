-- In the order that everyone locks threads in. $1 site, $2 comments
SELECT c.comment_id, w.place
FROM unnest($2::uuid[]) WITH ORDINALITY AS w (comment_id, place)
JOIN greffe.comment c ON c.site_id = $1::uuid AND c.comment_id = w.comment_id
ORDER BY c.article_id, c.comment_id
