-- What the next release may bring: the migration of greffe-server-next, which only tests build. Tables in the order in
-- which everybody locks them (threads, comments, cases), so that it meets no transaction the wrong way round; columns
-- with a constant default, which rewrite nothing; servers before it go on without knowing of them.
ALTER TABLE greffe.thread ADD COLUMN next_mark int NOT NULL DEFAULT 0;
ALTER TABLE greffe.comment ADD COLUMN next_note text NOT NULL DEFAULT '';
ALTER TABLE greffe.review_case ADD COLUMN next_rank int NOT NULL DEFAULT 0;
CREATE INDEX review_case_next ON greffe.review_case (site_id, next_rank) WHERE state <> 'closed';
CREATE TABLE greffe.next_desk (
  site_id uuid NOT NULL REFERENCES greffe.site,
  desk_id uuid NOT NULL,
  PRIMARY KEY (site_id, desk_id)
);
