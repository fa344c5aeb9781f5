-- The article's next revision. Precondition: its thread is locked.
-- $1 site, $2 id, $3 revision, $4 kind, $5 url, $6 title, $7 section, $8 tags, $9 published_at, $10 now, $11 hash, $12 content
WITH revised AS (
  UPDATE greffe.article
  SET revision = $3::int, kind = $4, url = $5, title = $6, section = $7, tags = $8::text[],
      published_at = $9::timestamptz, updated_at = $10::timestamptz
  WHERE site_id = $1::uuid AND article_id = $2::uuid
  RETURNING site_id, article_id, revision
)
INSERT INTO greffe.article_revision (site_id, article_id, revision, content_hash, content, received_at)
SELECT site_id, article_id, revision, $11::bytea, $12::jsonb, $10::timestamptz FROM revised
