-- $1 site
SELECT h.hunt_id, h.begun_by, h.begun_at, h.undone_at, c.held, c.undone, c.left_alone
FROM (SELECT * FROM greffe.hunt WHERE site_id = $1::uuid ORDER BY begun_at DESC, hunt_id LIMIT 100) AS h
CROSS JOIN LATERAL (
  SELECT count(*) AS held, count(*) FILTER (WHERE k.undone) AS undone, count(*) FILTER (WHERE NOT k.undone) AS left_alone
  FROM greffe.hunt_case k WHERE k.site_id = h.site_id AND k.hunt_id = h.hunt_id) AS c
ORDER BY h.begun_at DESC, h.hunt_id
