-- Precondition: both threads are locked. $1 site, $2 comments, $3 article, $4 the comment that is a root from now on, and of all
-- of them, or null: roots and parents stay
UPDATE greffe.comment c
SET article_id = $3::uuid, moved_from = coalesce(c.moved_from, c.article_id), root_id = coalesce($4::uuid, c.root_id),
    parent_id = CASE WHEN c.comment_id = $4::uuid THEN NULL ELSE c.parent_id END
WHERE c.site_id = $1::uuid AND c.comment_id = ANY ($2::uuid[])
