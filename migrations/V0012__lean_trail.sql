-- min_binary: 1
-- Fewer rows a comment. Servers of the generation before write as they did, beside those that know better, and read all of it.

-- Of the event that brought the revision (submitted, edited, observed, where they commit to a body): 32 bytes a field, in the order
-- of their names, which the leaf has; 32 zeros: erased. Null: the salts lie in greffe.salt, as do those of all other events, among
-- them moved_in, which commits to the text again.
ALTER TABLE greffe.revision ADD COLUMN salts bytea;

ALTER TABLE greffe.event_salt RENAME TO salt;
ALTER TABLE greffe.salt RENAME CONSTRAINT event_salt_pkey TO salt_pkey;

-- The salts of every event, wherever they lie.
CREATE VIEW greffe.event_salt AS
SELECT site_id, article_id, seq, salts FROM greffe.salt
UNION ALL
SELECT e.site_id, e.article_id, e.seq,
       (SELECT jsonb_object_agg(f.field, encode(substr(r.salts, (32 * f.place - 31)::int, 32), 'hex'))
                 FILTER (WHERE substr(r.salts, (32 * f.place - 31)::int, 32) <> decode(repeat('00', 32), 'hex'))
        FROM (SELECT k.field, row_number() OVER (ORDER BY k.field COLLATE "C") AS place
              FROM jsonb_object_keys(convert_from(e.leaf, 'UTF8')::jsonb -> 'c') AS k (field)) f)
FROM greffe.event e
JOIN greffe.revision r ON r.site_id = e.site_id AND r.comment_id = e.comment_id
  AND r.revision = (convert_from(e.leaf, 'UTF8')::jsonb #>> '{d,revision}')::int
WHERE e.kind IN ('submitted', 'edited', 'observed') AND convert_from(e.leaf, 'UTF8')::jsonb -> 'c' ? 'body'
  AND r.salts IS NOT NULL;

-- Servers of the generation before insert here.
CREATE FUNCTION greffe.keep_salt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO greffe.salt (site_id, article_id, seq, salts) VALUES (NEW.site_id, NEW.article_id, NEW.seq, NEW.salts);
  RETURN NEW;
END $$;
CREATE TRIGGER keep_salt INSTEAD OF INSERT ON greffe.event_salt FOR EACH ROW EXECUTE FUNCTION greffe.keep_salt();

-- Whoever empties the outbox reads all of it, in the order of `queued`; nobody looks a row up.
ALTER TABLE greffe.outbox DROP CONSTRAINT outbox_pkey;

-- Places in the log, a run of the sequencer and a site a row: first_index + n is the event articles[n + 1], seqs[n + 1]. The run that
-- holds an index is the site's last one that does not begin behind it.
CREATE TABLE greffe.log_run (
  site_id     uuid NOT NULL,
  first_index bigint NOT NULL,
  articles    uuid[] NOT NULL,
  seqs        bigint[] NOT NULL,
  PRIMARY KEY (site_id, first_index),
  CHECK (cardinality(articles) = cardinality(seqs) AND cardinality(seqs) > 0)
);

-- The place of every event in the log, whoever gave it: servers of the generation before write log_entry.
CREATE VIEW greffe.log AS
SELECT site_id, log_index, article_id, seq FROM greffe.log_entry
UNION ALL
SELECT r.site_id, r.first_index + u.place - 1, u.article_id, u.seq
FROM greffe.log_run r
CROSS JOIN LATERAL unnest(r.articles, r.seqs) WITH ORDINALITY AS u (article_id, seq, place);

REVOKE UPDATE ON greffe.salt, greffe.event_salt FROM greffe_app;
REVOKE DELETE ON greffe.event_salt FROM greffe_app;
REVOKE UPDATE, DELETE ON greffe.log_run FROM greffe_app;
REVOKE INSERT, UPDATE, DELETE ON greffe.log FROM greffe_app;
