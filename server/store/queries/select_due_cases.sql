-- Cases whose deadline is over and that nobody works on: the longest overdue, in the order that everyone locks threads in.
-- From the sites, so that every key starts with its site. $1 limit
SELECT due.site_id, due.comment_id
FROM (
  SELECT k.site_id, k.comment_id, k.deadline
  FROM greffe.site s
  CROSS JOIN LATERAL (
    SELECT k.site_id, k.comment_id, k.deadline
    FROM greffe.review_case k
    WHERE k.site_id = s.site_id AND k.deadline <= now() AND k.deadline_missed_at IS NULL
      AND k.state <> 'closed' AND k.at_deadline <> 'stay_held'
      AND (k.lease_until IS NULL OR k.lease_until <= now())
    ORDER BY k.deadline
    LIMIT $1::int) AS k
  ORDER BY k.deadline, k.comment_id
  LIMIT $1::int
) AS due
JOIN greffe.comment c ON c.site_id = due.site_id AND c.comment_id = due.comment_id
ORDER BY c.article_id, c.site_id, due.comment_id
