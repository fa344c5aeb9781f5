-- Of any site; from the sites, so that every key starts with its site. $1 comment
SELECT c.comment_id, c.site_id, c.article_id, c.external_id, c.parent_id, c.root_id, c.author_presence, c.author_id,
       r.pseudonym, c.posted_at, c.posted, c.received_at, c.screen, c.status, c.revision, r.body
FROM greffe.site s
JOIN greffe.comment c ON c.site_id = s.site_id AND c.comment_id = $1::uuid
JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id AND r.revision = c.revision
