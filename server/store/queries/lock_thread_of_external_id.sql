-- The thread of a comment, locked. Where the comment stands is asked again under the lock.
SELECT t.site_id, t.article_id, c.comment_id, t.next_seq
FROM greffe.comment c
JOIN greffe.thread t ON t.site_id = c.site_id AND t.article_id = c.article_id
WHERE c.site_id = $1::uuid AND c.external_id = $2
FOR NO KEY UPDATE OF t
