-- $1 … $3: one array a column
UPDATE greffe.comment c SET immune_revision = w.revision
FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS w (site_id, comment_id, revision)
WHERE c.site_id = w.site_id AND c.comment_id = w.comment_id
