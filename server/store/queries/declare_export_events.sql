-- Salts lie beside the revision that the event brought, or of their own (V0012). The subquery with a limit of its own is one index
-- probe a row, whatever the planner believes of the tables' sizes.
DECLARE export_events NO SCROLL CURSOR FOR
SELECT e.seq, e.comment_id, e.kind, l.leaf, s.salts, r.salts AS packed_salts
FROM greffe.event e
CROSS JOIN LATERAL (SELECT convert_from(e.leaf, 'UTF8') AS leaf) l
LEFT JOIN greffe.salt s ON s.site_id = e.site_id AND s.article_id = e.article_id AND s.seq = e.seq
LEFT JOIN LATERAL (
  SELECT r.salts FROM greffe.revision r
  WHERE e.kind IN ('submitted', 'edited', 'observed') AND l.leaf::jsonb -> 'c' ? 'body'
    AND r.site_id = e.site_id AND r.comment_id = e.comment_id AND r.revision = (l.leaf::jsonb #>> '{d,revision}')::int
  LIMIT 1
) r ON true
WHERE e.site_id = $1::uuid AND e.article_id = $2::uuid
ORDER BY e.seq
