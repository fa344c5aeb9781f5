-- What is stored of the past of comments that history names. $1 sites, $2 comments
WITH w AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS u (site_id, comment_id))
SELECT w.comment_id, 'revision' AS kind, r.revision, encode(sha256(convert_to(r.body, 'UTF8')), 'hex') AS body_hash,
       r.edited_at, r.source_version, NULL::uuid AS id, NULL::text AS reporter
FROM w JOIN greffe.revision r ON r.site_id = w.site_id AND r.comment_id = w.comment_id
UNION ALL
SELECT w.comment_id, 'report', p.revision, NULL, NULL, NULL, p.report_id, d.external_id
FROM w JOIN greffe.report p ON p.site_id = w.site_id AND p.comment_id = w.comment_id
LEFT JOIN personal.reader d ON d.site_id = p.site_id AND d.reader_id = p.reader_id
UNION ALL
SELECT w.comment_id, 'decision', n.revision, NULL, NULL, NULL, n.decision_id, NULL
FROM w JOIN greffe.decision n ON n.site_id = w.site_id AND n.comment_id = w.comment_id
