-- $1 … $5: one array a column
UPDATE greffe.comment c
SET status = w.status, revision = w.revision, public_revision = w.public_revision
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::int[])
  AS w (site_id, comment_id, status, revision, public_revision)
WHERE c.site_id = w.site_id AND c.comment_id = w.comment_id
