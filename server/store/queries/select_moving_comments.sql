-- What a comment takes along. $1 site, $2 comments
SELECT c.comment_id, c.parent_id, c.status, c.revision, c.author_presence, r.body, r.pseudonym, a.natural_key AS author_external_id
FROM greffe.comment c
JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id AND r.revision = c.revision
LEFT JOIN personal.author a
  ON a.site_id = c.site_id AND a.author_id = c.author_id AND c.author_presence = 'identified'
WHERE c.site_id = $1::uuid AND c.comment_id = ANY ($2::uuid[])
ORDER BY c.comment_id
