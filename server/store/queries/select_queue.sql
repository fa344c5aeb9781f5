SELECT k.comment_id, k.site_id, s.name AS site_name, c.article_id, a.title AS article_title, c.external_id, k.state,
       k.cause, k.version, k.priority, k.report_count, k.opened_at, k.deadline, k.deadline_missed_at, c.status, left(r.body, 200) AS excerpt,
       CASE WHEN k.lease_until > now() THEN k.lease_until END AS leased_until,
       coalesce(k.lease_until > now() AND k.lease_holder = $1::uuid, false) AS leased_by_me
FROM greffe.review_case k
JOIN greffe.site s ON s.site_id = k.site_id
JOIN greffe.comment c ON c.site_id = k.site_id AND c.comment_id = k.comment_id
JOIN greffe.article a ON a.site_id = c.site_id AND a.article_id = c.article_id
JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id AND r.revision = c.revision
WHERE k.state <> 'closed' AND ($2::uuid IS NULL OR k.site_id = $2::uuid)
  AND ($3::int IS NULL OR (-k.priority, k.opened_at, k.comment_id) > (-$3::int, $4::timestamptz, $5::uuid))
ORDER BY k.priority DESC, k.opened_at, k.comment_id
LIMIT $6::int
