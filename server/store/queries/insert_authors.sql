-- Rows come sorted, so that two writers wait for each other in one order. $1 sites, $2 ids, $3 presences, $4 natural
-- keys, $5 now
WITH fresh AS (
  INSERT INTO personal.author (site_id, author_id, presence, natural_key)
  SELECT w.site_id, w.author_id, w.presence, w.natural_key
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS w (site_id, author_id, presence, natural_key)
  ON CONFLICT (site_id, presence, natural_key) DO NOTHING
  RETURNING site_id, author_id, presence
)
INSERT INTO greffe.author (site_id, author_id, presence, created_at)
SELECT site_id, author_id, presence, $5::timestamptz FROM fresh
