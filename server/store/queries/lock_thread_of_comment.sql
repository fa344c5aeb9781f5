-- The thread of a comment, locked; the site is one of all, or the one that is given, so that every key starts with it.
SELECT t.site_id, t.article_id, c.comment_id, t.next_seq
FROM greffe.site s
JOIN greffe.comment c ON c.site_id = s.site_id AND c.comment_id = $1::uuid
JOIN greffe.thread t ON t.site_id = c.site_id AND t.article_id = c.article_id
WHERE $2::uuid IS NULL OR s.site_id = $2::uuid
FOR NO KEY UPDATE OF t
