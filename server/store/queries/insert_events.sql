-- Events, their salts, and their place in the outbox. $1 … $8: one array a column
WITH w AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::timestamptz[], $7::bytea[],
                       $8::jsonb[])
    AS u (site_id, article_id, seq, comment_id, kind, at, leaf, salts)
), written AS (
  INSERT INTO greffe.event (site_id, article_id, seq, comment_id, kind, at, leaf)
  SELECT site_id, article_id, seq, comment_id, kind, at, leaf FROM w
), salted AS (
  INSERT INTO greffe.salt (site_id, article_id, seq, salts)
  SELECT site_id, article_id, seq, salts FROM w WHERE salts IS NOT NULL
)
INSERT INTO greffe.outbox (site_id, article_id, seq) SELECT site_id, article_id, seq FROM w
