-- What was made of texts that are gone, or no longer the newest. $1 sites, $2 comments
WITH w AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS u (site_id, comment_id)
), keys AS (
  DELETE FROM personal.comment_key k USING w
  WHERE k.site_id = w.site_id AND k.comment_id = w.comment_id AND k.of_text
)
UPDATE personal.comment_mark m SET signature = NULL FROM w
WHERE m.site_id = w.site_id AND m.comment_id = w.comment_id AND m.signature IS NOT NULL
