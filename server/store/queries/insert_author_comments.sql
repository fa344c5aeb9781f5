-- $1 sites, $2 comments, $3 presences, $4 natural keys
INSERT INTO greffe.author_comment (site_id, author_id, comment_id)
SELECT w.site_id, a.author_id, w.comment_id
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS w (site_id, comment_id, presence, natural_key)
JOIN personal.author a ON a.site_id = w.site_id AND a.presence = w.presence AND a.natural_key = w.natural_key
ON CONFLICT DO NOTHING
