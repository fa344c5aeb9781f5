-- Everything a change of these comments may depend on. $1 sites, $2 comments
SELECT c.site_id, c.external_id, c.comment_id, c.article_id, c.moved_from, c.parent_id, c.root_id, c.status, c.author_presence,
       a.natural_key AS author_key, c.revision, c.public_revision, r.body, r.pseudonym, f.body AS first_body,
       greatest(c.newest_version, v.newest_version) AS newest_version,
       greatest(c.newest_edit, v.newest_edit) AS newest_edit, c.deleted_version,
       CASE WHEN c.status = 'deleted' THEN c.deleted_from END AS deleted_from,
       k.state AS case_state, k.version AS case_version, k.cause AS case_cause, k.priority AS case_priority,
       k.report_count, k.opened_at, k.lease_holder, k.lease_until,
       k.deadline, k.at_deadline, k.deadline_missed_at,
       EXISTS (SELECT FROM personal.comment_mark m WHERE m.site_id = c.site_id AND m.comment_id = c.comment_id) AS marked
FROM unnest($1::uuid[], $2::uuid[]) AS w (site_id, comment_id)
JOIN greffe.comment c ON c.site_id = w.site_id AND c.comment_id = w.comment_id
JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id AND r.revision = c.revision
JOIN greffe.revision f ON f.site_id = c.site_id AND f.comment_id = c.comment_id AND f.revision = 1
LEFT JOIN personal.author a
  ON a.site_id = c.site_id AND a.author_id = c.author_id
LEFT JOIN greffe.review_case k ON k.site_id = c.site_id AND k.comment_id = c.comment_id
CROSS JOIN LATERAL (
  SELECT max(x.source_version) AS newest_version, max(x.edited_at) AS newest_edit
  FROM greffe.revision x
  WHERE x.site_id = c.site_id AND x.comment_id = c.comment_id
) AS v
