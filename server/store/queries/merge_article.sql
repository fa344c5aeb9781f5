-- The article ends in another one, and all that ended in it before go on there. Precondition: both threads are locked.
-- $1 site, $2 article, $3 into, $4 now
WITH led_on AS (
  UPDATE greffe.article_alias SET article_id = $3::uuid WHERE site_id = $1::uuid AND article_id = $2::uuid
  RETURNING merged_id
), merged AS (
  UPDATE greffe.article SET merged_into = $3::uuid, state = 'withdrawn', updated_at = $4::timestamptz
  WHERE site_id = $1::uuid AND (article_id = $2::uuid OR article_id IN (SELECT merged_id FROM led_on))
  RETURNING site_id, article_id, external_id
)
INSERT INTO greffe.article_alias (site_id, article_id, external_id, merged_id, merged_at)
SELECT site_id, $3::uuid, external_id, article_id, $4::timestamptz FROM merged WHERE article_id = $2::uuid
