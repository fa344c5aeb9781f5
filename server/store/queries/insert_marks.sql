-- One array a column: comments $1 … $6, keys $7 … $11
WITH comments AS (
  INSERT INTO personal.comment_mark AS m (site_id, comment_id, article_id, author, signature, received_at)
  SELECT w.site_id, w.comment_id, w.article_id, decode(w.author, 'hex'), w.signature::bit(128), w.received_at
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[])
    AS w (site_id, comment_id, article_id, author, signature, received_at)
  ON CONFLICT (site_id, comment_id) DO UPDATE SET signature = excluded.signature, received_at = excluded.received_at
)
INSERT INTO personal.comment_key (site_id, key, received_at, comment_id, of_text)
SELECT w.site_id, decode(w.key, 'hex'), w.received_at, w.comment_id, w.of_text
FROM unnest($7::uuid[], $8::text[], $9::timestamptz[], $10::uuid[], $11::bool[])
  AS w (site_id, key, received_at, comment_id, of_text)
ON CONFLICT DO NOTHING
