-- Thread order: roots by (posted_at, id), each followed by its replies likewise.
DECLARE export_comments NO SCROLL CURSOR FOR
SELECT c.comment_id, c.external_id, c.parent_id, p.external_id AS parent_external_id, pr.pseudonym AS parent_name, c.root_id, c.author_presence, c.author_id,
       c.posted_at, c.posted, c.received_at, c.screen, c.status, c.revision, c.public_revision, c.immune_revision,
       k.state AS case_state, k.version AS case_version, k.cause, k.priority, k.report_count, k.opened_at
FROM greffe.comment c
JOIN greffe.comment root ON root.site_id = c.site_id AND root.comment_id = c.root_id
LEFT JOIN greffe.comment p ON p.site_id = c.site_id AND p.comment_id = c.parent_id
LEFT JOIN greffe.revision pr ON pr.site_id = p.site_id AND pr.comment_id = p.comment_id AND pr.revision = p.revision
LEFT JOIN greffe.review_case k ON k.site_id = c.site_id AND k.comment_id = c.comment_id
WHERE c.site_id = $1::uuid AND c.article_id = $2::uuid
ORDER BY root.posted_at, root.comment_id, c.comment_id <> c.root_id, c.posted_at, c.comment_id
