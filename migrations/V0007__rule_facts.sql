-- min_binary: 1
-- What comments are counted and compared by, kept while a ruleset asks for it: rates and duplicates. Every key is an HMAC under a
-- secret of the site, so that nothing can be looked up in it without the registry's secret; it goes with the text it was made of.

CREATE TABLE personal.mark_secret (
  site_id uuid PRIMARY KEY REFERENCES greffe.site,
  secret  bytea NOT NULL
);

-- One row a comment that was counted. author: who wrote it, as a key; signature: null without a near one, and once the text is gone.
CREATE TABLE personal.comment_mark (
  site_id     uuid NOT NULL,
  comment_id  uuid NOT NULL,
  article_id  uuid NOT NULL, -- when it came
  author      bytea,
  signature   bit(128),
  received_at timestamptz NOT NULL,
  PRIMARY KEY (site_id, comment_id)
);
CREATE INDEX comment_mark_age ON personal.comment_mark (site_id, received_at);

-- of_text: made of the body, so that it goes with it; else of who wrote it and where.
CREATE TABLE personal.comment_key (
  site_id     uuid NOT NULL,
  key         bytea NOT NULL,
  received_at timestamptz NOT NULL,
  comment_id  uuid NOT NULL,
  of_text     boolean NOT NULL,
  PRIMARY KEY (site_id, key, received_at, comment_id)
);
CREATE INDEX comment_key_of_comment ON personal.comment_key (site_id, comment_id);

-- What a site's rules have asked to be counted, without a gap since then. asked: the active ruleset is known to ask; what neither it
-- nor the one before it asked for is forgotten when the next becomes active. Of 'author_comments' also: up to which comment
-- greffe.author_comment was filled, and whether it is whole.
CREATE TABLE greffe.counting (
  site_id   uuid NOT NULL REFERENCES greffe.site,
  kind      text COLLATE "C" NOT NULL,
  since     timestamptz NOT NULL,
  asked     boolean NOT NULL DEFAULT true,
  filled_to uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  whole     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (site_id, kind)
);

-- The comments of each author, of sites whose rules ask what became of them.
CREATE TABLE greffe.author_comment (
  site_id    uuid NOT NULL,
  author_id  uuid NOT NULL,
  comment_id uuid NOT NULL,
  PRIMARY KEY (site_id, author_id, comment_id)
);

INSERT INTO greffe.chore (site_id, name)
VALUES ('00000000-0000-0000-0000-000000000000', 'prune_marks'),
       ('00000000-0000-0000-0000-000000000000', 'list_author_comments');
