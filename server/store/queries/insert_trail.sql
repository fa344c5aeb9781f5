-- What the changes of a batch leave behind, in one statement: revisions, flags, events with their salts and their place in the
-- outbox, and how far the threads have come. The threads are locked, and each of these rows is this transaction's alone: none can
-- be in the way of another. One array a column: revisions $1 … $8, flags $9 … $18, events $19 … $26, threads $27 … $31
WITH revisions AS (
  INSERT INTO greffe.revision (site_id, comment_id, revision, body, pseudonym, edited_at, source_version, received_at)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[],
                       $8::timestamptz[])
), flags AS (
  INSERT INTO greffe.flag (site_id, comment_id, revision, rule, ruleset_version, mode, action, score, policy, spans)
  SELECT * FROM unnest($9::uuid[], $10::uuid[], $11::int[], $12::text[], $13::bigint[], $14::text[], $15::text[],
                       $16::int[], $17::text[], $18::jsonb[])
), happened AS MATERIALIZED (
  SELECT * FROM unnest($19::uuid[], $20::uuid[], $21::bigint[], $22::uuid[], $23::text[], $24::timestamptz[], $25::text[],
                       $26::jsonb[])
    AS u (site_id, article_id, seq, comment_id, kind, at, leaf, salts)
), events AS (
  INSERT INTO greffe.event (site_id, article_id, seq, comment_id, kind, at, leaf)
  SELECT site_id, article_id, seq, comment_id, kind, at, convert_to(leaf, 'UTF8') FROM happened
), salts AS (
  INSERT INTO greffe.event_salt (site_id, article_id, seq, salts)
  SELECT site_id, article_id, seq, salts FROM happened WHERE salts <> '{}'
), queued AS (
  INSERT INTO greffe.outbox (site_id, article_id, seq) SELECT site_id, article_id, seq FROM happened
)
UPDATE greffe.thread t
SET next_seq = w.next_seq, comment_count = t.comment_count + w.comments_added,
    published_count = t.published_count + w.published_added
FROM unnest($27::uuid[], $28::uuid[], $29::bigint[], $30::bigint[], $31::bigint[])
  AS w (site_id, article_id, next_seq, comments_added, published_added)
WHERE t.site_id = w.site_id AND t.article_id = w.article_id
