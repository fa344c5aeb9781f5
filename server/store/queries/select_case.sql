-- The case, its comment's place and its article; the comments themselves come with those around it.
SELECT k.comment_id, k.site_id, s.name AS site_name, c.article_id, a.title AS article_title, c.external_id, k.state,
       k.cause, k.version, k.priority, k.report_count, k.opened_at, k.deadline, k.deadline_missed_at, c.status, left(r.body, 200) AS excerpt,
       CASE WHEN k.lease_until > now() THEN k.lease_until END AS leased_until,
       coalesce(k.lease_until > now() AND k.lease_holder = $1::uuid, false) AS leased_by_me,
       a.external_id AS article_external_id, a.state AS article_state, a.revision AS article_revision,
       v.content AS article_content, t.comment_count, t.published_count
FROM greffe.site s
JOIN greffe.review_case k ON k.site_id = s.site_id AND k.comment_id = $2::uuid
JOIN greffe.comment c ON c.site_id = k.site_id AND c.comment_id = k.comment_id
JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id AND r.revision = c.revision
JOIN greffe.article a ON a.site_id = c.site_id AND a.article_id = c.article_id
JOIN greffe.article_revision v ON v.site_id = a.site_id AND v.article_id = a.article_id AND v.revision = a.revision
JOIN greffe.thread t ON t.site_id = a.site_id AND t.article_id = a.article_id
WHERE $3::uuid IS NULL OR s.site_id = $3::uuid
