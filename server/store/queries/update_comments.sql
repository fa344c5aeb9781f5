-- $1 … $9: one array a column
UPDATE greffe.comment c
SET status = w.status, revision = w.revision, public_revision = w.public_revision, newest_version = w.newest_version,
    newest_edit = w.newest_edit, deleted_version = w.deleted_version, deleted_from = w.deleted_from
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::int[], $6::bigint[], $7::timestamptz[], $8::bigint[],
            $9::text[])
  AS w (site_id, comment_id, status, revision, public_revision, newest_version, newest_edit, deleted_version, deleted_from)
WHERE c.site_id = w.site_id AND c.comment_id = w.comment_id
