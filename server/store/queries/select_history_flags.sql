-- $1 site, $2 after, $3 to
SELECT comment_id, revision, rule, mode, action, spans
FROM greffe.flag
WHERE site_id = $1::uuid AND comment_id > $2::uuid AND comment_id <= $3::uuid
ORDER BY comment_id, revision, rule
