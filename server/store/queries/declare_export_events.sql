-- Salts lie beside the revision that the event brought, or of their own (V0012).
DECLARE export_events NO SCROLL CURSOR FOR
SELECT e.seq, e.comment_id, e.kind, convert_from(e.leaf, 'UTF8') AS leaf, s.salts, r.salts AS packed_salts
FROM greffe.event e
LEFT JOIN greffe.salt s ON s.site_id = e.site_id AND s.article_id = e.article_id AND s.seq = e.seq
LEFT JOIN greffe.revision r ON r.site_id = e.site_id AND r.comment_id = e.comment_id
  AND r.revision = (convert_from(e.leaf, 'UTF8')::jsonb #>> '{d,revision}')::int
  AND e.kind IN ('submitted', 'edited', 'observed') AND convert_from(e.leaf, 'UTF8')::jsonb -> 'c' ? 'body'
WHERE e.site_id = $1::uuid AND e.article_id = $2::uuid
ORDER BY e.seq
