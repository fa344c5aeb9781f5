-- What the changes of a batch leave behind, in one statement: revisions with the salts of the events that brought them, flags,
-- events and their place in the outbox, and how far the threads have come. The threads are locked, and each of these rows is this
-- transaction's alone: none can be in the way of another. One array a column: revisions $1 … $9, flags $10 … $19,
-- events $20 … $27, threads $28 … $32
WITH revisions AS (
  INSERT INTO greffe.revision (site_id, comment_id, revision, body, pseudonym, edited_at, source_version, received_at, salts)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[],
                       $8::timestamptz[], $9::bytea[])
), flags AS (
  INSERT INTO greffe.flag (site_id, comment_id, revision, rule, ruleset_version, mode, action, score, policy, spans)
  SELECT * FROM unnest($10::uuid[], $11::uuid[], $12::int[], $13::text[], $14::bigint[], $15::text[], $16::text[],
                       $17::int[], $18::text[], $19::jsonb[])
), happened AS MATERIALIZED (
  SELECT * FROM unnest($20::uuid[], $21::uuid[], $22::bigint[], $23::uuid[], $24::text[], $25::timestamptz[], $26::bytea[],
                       $27::jsonb[])
    AS u (site_id, article_id, seq, comment_id, kind, at, leaf, salts)
), events AS (
  INSERT INTO greffe.event (site_id, article_id, seq, comment_id, kind, at, leaf)
  SELECT site_id, article_id, seq, comment_id, kind, at, leaf FROM happened
), salts AS (
  INSERT INTO greffe.salt (site_id, article_id, seq, salts)
  SELECT site_id, article_id, seq, salts FROM happened WHERE salts IS NOT NULL
), queued AS (
  INSERT INTO greffe.outbox (site_id, article_id, seq) SELECT site_id, article_id, seq FROM happened
)
UPDATE greffe.thread t
SET next_seq = w.next_seq, comment_count = t.comment_count + w.comments_added,
    published_count = t.published_count + w.published_added
FROM unnest($28::uuid[], $29::uuid[], $30::bigint[], $31::bigint[], $32::bigint[])
  AS w (site_id, article_id, next_seq, comments_added, published_added)
WHERE t.site_id = w.site_id AND t.article_id = w.article_id
