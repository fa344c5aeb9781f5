-- The article, its thread and its first revision; no row when another transaction was first.
-- $1 site, $2 id, $3 external id, $4 kind, $5 url, $6 title, $7 section, $8 tags, $9 published_at, $10 now, $11 hash, $12 content
WITH fresh AS (
  INSERT INTO greffe.article (site_id, article_id, external_id, kind, revision, url, title, section, tags, published_at,
                              created_at, updated_at)
  VALUES ($1::uuid, $2::uuid, $3, $4, 1, $5, $6, $7, $8::text[], $9::timestamptz, $10::timestamptz, $10::timestamptz)
  ON CONFLICT (site_id, external_id) DO NOTHING
  RETURNING site_id, article_id
), threaded AS (
  INSERT INTO greffe.thread (site_id, article_id, next_seq) SELECT site_id, article_id, 2 FROM fresh
)
INSERT INTO greffe.article_revision (site_id, article_id, revision, content_hash, content, received_at)
SELECT site_id, article_id, 1, $11::bytea, $12::jsonb, $10::timestamptz FROM fresh
