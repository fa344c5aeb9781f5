-- $1 site, $2 how many
SELECT r.body, r.pseudonym
FROM (
  SELECT c.site_id, c.comment_id, c.revision FROM greffe.comment c
  WHERE c.site_id = $1::uuid AND c.screen = 'live' AND c.status <> 'erased'
  ORDER BY c.comment_id DESC LIMIT $2::int
) AS newest
JOIN greffe.revision r ON r.site_id = newest.site_id AND r.comment_id = newest.comment_id AND r.revision = newest.revision
