DECLARE export_events NO SCROLL CURSOR FOR
SELECT e.seq, e.comment_id, e.kind, convert_from(e.leaf, 'UTF8') AS leaf, s.salts
FROM greffe.event e
LEFT JOIN greffe.event_salt s ON s.site_id = e.site_id AND s.article_id = e.article_id AND s.seq = e.seq
WHERE e.site_id = $1::uuid AND e.article_id = $2::uuid
ORDER BY e.seq
