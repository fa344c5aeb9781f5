-- A row that is not inserted has lost a race: for its external id, or against a move of its parent or a merge of its article that
-- came while their lock was waited for. The caller counts. Sorted by the key that is raced for.
-- $1 … $15: one array a column
INSERT INTO greffe.comment (site_id, comment_id, article_id, external_id, parent_id, root_id, author_presence, author_id,
                            posted_at, posted, received_at, screen, status, revision, public_revision)
SELECT w.site_id, w.comment_id, w.article_id, w.external_id, w.parent_id, w.root_id, w.author_presence, a.author_id,
       w.posted_at, w.posted, w.received_at, w.screen, w.status, w.revision, w.public_revision
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
            $9::timestamptz[], $10::jsonb[], $11::timestamptz[], $12::text[], $13::text[], $14::int[], $15::int[])
  AS w (site_id, comment_id, article_id, external_id, parent_id, root_id, author_presence, author_key,
        posted_at, posted, received_at, screen, status, revision, public_revision)
LEFT JOIN personal.author a
  ON a.site_id = w.site_id AND a.presence = w.author_presence AND a.natural_key = w.author_key
JOIN greffe.article x ON x.site_id = w.site_id AND x.article_id = w.article_id AND x.merged_into IS NULL
LEFT JOIN greffe.comment p ON p.site_id = w.site_id AND p.comment_id = w.parent_id -- none: it is in this batch
WHERE p.comment_id IS NULL OR (p.article_id = w.article_id AND p.root_id = w.root_id)
ORDER BY w.site_id, w.external_id
ON CONFLICT (site_id, external_id) DO NOTHING
