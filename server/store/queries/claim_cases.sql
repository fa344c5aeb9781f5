-- Leases the best unclosed cases that nobody holds. Always at least one row: the lease's end, with no case when there is
-- none. A case that another transaction has locked is skipped; one that it has leased meanwhile no longer qualifies.
WITH clock AS MATERIALIZED (
  SELECT clock_timestamp() AS now
), free AS (
  SELECT k.site_id, k.comment_id
  FROM greffe.review_case k
  WHERE k.state <> 'closed' AND (k.state = 'open' OR $4::boolean)
    AND ($2::uuid IS NULL OR k.site_id = $2::uuid)
    AND (k.lease_until IS NULL OR k.lease_until <= (SELECT now FROM clock))
  ORDER BY k.priority DESC, k.opened_at, k.comment_id
  LIMIT $3::int
  FOR UPDATE OF k SKIP LOCKED
), leased AS (
  UPDATE greffe.review_case k
  SET lease_holder = $1::uuid, lease_until = (SELECT now FROM clock) + make_interval(secs => $5::int)
  FROM free WHERE k.site_id = free.site_id AND k.comment_id = free.comment_id
  RETURNING k.*
), shown AS (
  SELECT k.comment_id, k.site_id, s.name AS site_name, c.article_id, a.title AS article_title, c.external_id, k.state,
         k.cause, k.version, k.priority, k.report_count, k.opened_at, k.deadline, k.deadline_missed_at, c.status, left(r.body, 200) AS excerpt
  FROM leased k
  JOIN greffe.site s ON s.site_id = k.site_id
  JOIN greffe.comment c ON c.site_id = k.site_id AND c.comment_id = k.comment_id
  JOIN greffe.article a ON a.site_id = c.site_id AND a.article_id = c.article_id
  JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id AND r.revision = c.revision
)
SELECT shown.*, clock.now + make_interval(secs => $5::int) AS leased_until, true AS leased_by_me
FROM clock LEFT JOIN shown ON true
ORDER BY shown.priority DESC, shown.opened_at, shown.comment_id
