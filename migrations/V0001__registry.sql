-- min_binary: 1
-- The registry's first schema. Conventions:
--   every table carries site_id and every key starts with it: tenants stay apart, and the schema distributes on site_id;
--   key columns are COLLATE "C"; times are timestamptz in UTC; ids are UUIDv7;
--   schema personal holds readers' personal data, and nothing else does;
--   the application role may not UPDATE or DELETE events, decisions, revisions or audit rows.
-- Rows of no tenant (keys that see all sites) carry the nil uuid as site_id.

DO $$
BEGIN
  CREATE ROLE greffe_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- roles belong to the cluster: another database made it already
END $$;
-- From PostgreSQL 16 a member needs the SET option to take the role; who creates a role without being superuser gets none.
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'greffe_app',
                     CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
    EXECUTE format('GRANT greffe_app TO %I', current_user);
  END IF;
END $$;

CREATE SCHEMA IF NOT EXISTS greffe; -- the migrator made it already, for greffe.schema_version
CREATE SCHEMA personal;

CREATE TABLE greffe.site (
  site_id    uuid PRIMARY KEY,
  name       text COLLATE "C" NOT NULL UNIQUE,
  settings   jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE greffe.article (
  site_id      uuid NOT NULL REFERENCES greffe.site,
  article_id   uuid NOT NULL,
  external_id  text COLLATE "C" NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('article', 'topic')),
  state        text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed', 'withdrawn')),
  revision     int NOT NULL,
  url          text,
  title        text NOT NULL,
  section      text NOT NULL DEFAULT '',
  tags         text[] NOT NULL DEFAULT '{}',
  published_at timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (site_id, article_id),
  UNIQUE (site_id, external_id)
);

-- content: the whole of domain::article_content as JSON; hash: of its canonical bytes.
CREATE TABLE greffe.article_revision (
  site_id      uuid NOT NULL,
  article_id   uuid NOT NULL,
  revision     int NOT NULL,
  content_hash bytea NOT NULL,
  content      jsonb NOT NULL,
  received_at  timestamptz NOT NULL,
  PRIMARY KEY (site_id, article_id, revision),
  FOREIGN KEY (site_id, article_id) REFERENCES greffe.article
);

-- The thread of an article: its lock, its counters, the next sequence number of its events. comment_count: all that are
-- stored; published_count: those whose status is published. Whoever changes a status keeps it, under this row's lock.
CREATE TABLE greffe.thread (
  site_id         uuid NOT NULL,
  article_id      uuid NOT NULL,
  next_seq        bigint NOT NULL DEFAULT 1,
  comment_count   bigint NOT NULL DEFAULT 0,
  published_count bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (site_id, article_id),
  FOREIGN KEY (site_id, article_id) REFERENCES greffe.article
) WITH (fillfactor = 70);

-- observation: domain::capture as JSON but for the raw bytes.
CREATE TABLE greffe.capture (
  site_id     uuid NOT NULL,
  capture_id  uuid NOT NULL,
  article_id  uuid NOT NULL,
  sha512      bytea NOT NULL,
  raw         bytea NOT NULL,
  observation jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (site_id, capture_id),
  UNIQUE (site_id, article_id, sha512),
  FOREIGN KEY (site_id, article_id) REFERENCES greffe.article
);

-- An author who can be told apart; the identity itself is personal data and lies in personal.author.
CREATE TABLE greffe.author (
  site_id    uuid NOT NULL,
  author_id  uuid NOT NULL,
  presence   text NOT NULL CHECK (presence IN ('identified', 'named', 'erased')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (site_id, author_id)
);
CREATE TABLE personal.author (
  site_id     uuid NOT NULL,
  author_id   uuid NOT NULL,
  presence    text NOT NULL CHECK (presence IN ('identified', 'named')),
  natural_key text COLLATE "C" NOT NULL, -- identified: the site's id of the author; named: the name
  PRIMARY KEY (site_id, author_id),
  UNIQUE (site_id, presence, natural_key),
  FOREIGN KEY (site_id, author_id) REFERENCES greffe.author
);

CREATE TABLE greffe.comment (
  site_id         uuid NOT NULL,
  comment_id      uuid NOT NULL,
  article_id      uuid NOT NULL,
  external_id     text COLLATE "C" NOT NULL,
  parent_id       uuid,
  root_id         uuid NOT NULL, -- itself for a comment that answers nobody
  author_presence text NOT NULL CHECK (author_presence IN ('identified', 'named', 'anonymous', 'not_captured', 'erased')),
  author_id       uuid,
  posted_at       timestamptz NOT NULL,
  posted          jsonb,         -- precision, raw text, inferred year, candidates; null: exact
  received_at     timestamptz NOT NULL,
  screen          text NOT NULL CHECK (screen IN ('live', 'history')),
  status          text NOT NULL CHECK (status IN ('published', 'held', 'rejected', 'deleted', 'erased')),
  revision        int NOT NULL,  -- the newest
  public_revision int,           -- what the public sees while published; the last approved one while an edit is held
  immune_revision int,           -- approved by a person: reports on it do not count
  PRIMARY KEY (site_id, comment_id),
  UNIQUE (site_id, external_id),
  FOREIGN KEY (site_id, article_id) REFERENCES greffe.article
);
CREATE INDEX comment_in_thread ON greffe.comment (site_id, article_id, posted_at, comment_id);
CREATE INDEX reply_in_thread ON greffe.comment (site_id, root_id, posted_at, comment_id) WHERE comment_id <> root_id;

-- What the public may see of a comment: the published one, and the last approved revision while an edit is held. A comment that
-- is held as it was published (public_revision = revision: reports, undo) is hidden.
CREATE FUNCTION greffe.public_sees(status text, revision int, public_revision int) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN status = 'published' OR (status = 'held' AND public_revision IS NOT NULL AND public_revision < revision);

CREATE TABLE greffe.revision (
  site_id        uuid NOT NULL,
  comment_id     uuid NOT NULL,
  revision       int NOT NULL,
  body           text NOT NULL,
  pseudonym      text,
  edited_at      timestamptz,
  source_version bigint,
  received_at    timestamptz NOT NULL,
  PRIMARY KEY (site_id, comment_id, revision)
);

CREATE TABLE personal.comment_address (
  site_id     uuid NOT NULL,
  comment_id  uuid NOT NULL,
  address     text NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (site_id, comment_id)
);

-- spans: [{"field":"body","begin":0,"end":7}] in bytes of the revision's text.
CREATE TABLE greffe.flag (
  site_id         uuid NOT NULL,
  comment_id      uuid NOT NULL,
  revision        int NOT NULL,
  rule            text COLLATE "C" NOT NULL,
  ruleset_version bigint NOT NULL,
  mode            text NOT NULL CHECK (mode IN ('shadow', 'live')),
  action          text NOT NULL,
  score           int NOT NULL,
  policy          text,
  spans           jsonb NOT NULL,
  PRIMARY KEY (site_id, comment_id, revision, rule, mode)
);

-- A reader's identity at the site is personal; reports hold only the random key.
CREATE TABLE personal.reader (
  site_id     uuid NOT NULL,
  reader_id   uuid NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (site_id, reader_id),
  UNIQUE (site_id, external_id)
);
CREATE TABLE greffe.report (
  site_id     uuid NOT NULL,
  report_id   uuid NOT NULL,  -- also the receipt
  comment_id  uuid NOT NULL,
  revision    int NOT NULL,
  reader_id   uuid,           -- null: an anonymous reader
  kind        text NOT NULL CHECK (kind IN ('charter', 'illegal')),
  reason      text NOT NULL,
  body        text NOT NULL DEFAULT '',
  received_at timestamptz NOT NULL,
  outcome     text NOT NULL DEFAULT 'pending' CHECK (outcome IN ('pending', 'upheld', 'not_upheld', 'neutral')),
  PRIMARY KEY (site_id, report_id),
  UNIQUE (site_id, comment_id, revision, reader_id),
  FOREIGN KEY (site_id, comment_id) REFERENCES greffe.comment
);
CREATE TABLE personal.notice (
  site_id     uuid NOT NULL,
  report_id   uuid NOT NULL,
  explanation text NOT NULL,
  name        text,
  email       text,
  bona_fide   boolean NOT NULL,
  PRIMARY KEY (site_id, report_id)
);

CREATE TABLE greffe.review_case (
  site_id      uuid NOT NULL,
  comment_id   uuid NOT NULL,
  state        text NOT NULL CHECK (state IN ('open', 'escalated', 'closed')),
  version      bigint NOT NULL DEFAULT 1, -- every change of the case or its comment bumps it; a decision names the one it saw
  cause        text NOT NULL,             -- what opened it last
  priority     int NOT NULL DEFAULT 0,
  report_count int NOT NULL DEFAULT 0,    -- reports that wait for a decision
  opened_at    timestamptz NOT NULL,
  lease_holder uuid,
  lease_until  timestamptz,
  PRIMARY KEY (site_id, comment_id),
  FOREIGN KEY (site_id, comment_id) REFERENCES greffe.comment
) WITH (fillfactor = 80);
CREATE INDEX review_case_queue ON greffe.review_case (site_id, priority DESC, opened_at, comment_id) WHERE state <> 'closed';

CREATE TABLE greffe.decision (
  site_id       uuid NOT NULL,
  decision_id   uuid NOT NULL,
  comment_id    uuid NOT NULL,
  revision      int NOT NULL,
  action        text NOT NULL,
  reason        text NOT NULL,
  note          text NOT NULL DEFAULT '',
  policy        text,
  sanctions     jsonb NOT NULL DEFAULT '[]',
  batch_id      uuid,
  decider       uuid NOT NULL,           -- the key
  decided_at    timestamptz NOT NULL,
  status_before text NOT NULL,
  status_after  text NOT NULL,
  case_before   text NOT NULL,
  seq           bigint NOT NULL,         -- of its event
  PRIMARY KEY (site_id, decision_id),
  FOREIGN KEY (site_id, comment_id) REFERENCES greffe.comment
);
CREATE INDEX decision_of_comment ON greffe.decision (site_id, comment_id, decided_at);

-- The log of all that happened. leaf: the final bytes (docs/archive-format.md).
CREATE TABLE greffe.event (
  site_id    uuid NOT NULL,
  article_id uuid NOT NULL,
  seq        bigint NOT NULL,
  comment_id uuid,
  kind       text NOT NULL,
  at         timestamptz NOT NULL,
  leaf       bytea NOT NULL,
  PRIMARY KEY (site_id, article_id, seq)
);
CREATE TABLE greffe.event_salt (
  site_id    uuid NOT NULL,
  article_id uuid NOT NULL,
  seq        bigint NOT NULL,
  salts      jsonb NOT NULL,             -- field -> hex; deleted by an erasure
  PRIMARY KEY (site_id, article_id, seq)
);
-- Events that have no place in the global log yet; the sequencer takes them out as it numbers them.
CREATE TABLE greffe.outbox (
  site_id    uuid NOT NULL,
  article_id uuid NOT NULL,
  seq        bigint NOT NULL,
  PRIMARY KEY (site_id, article_id, seq)
);

CREATE TABLE greffe.ruleset (
  site_id   uuid NOT NULL REFERENCES greffe.site,
  version   bigint NOT NULL,
  source    text NOT NULL,               -- as pushed
  pushed_by uuid NOT NULL,
  note      text NOT NULL DEFAULT '',
  pushed_at timestamptz NOT NULL,
  PRIMARY KEY (site_id, version)
);
CREATE TABLE greffe.active_ruleset (
  site_id uuid PRIMARY KEY REFERENCES greffe.site,
  version bigint NOT NULL,
  FOREIGN KEY (site_id, version) REFERENCES greffe.ruleset
);

CREATE TABLE greffe.api_key (
  site_id    uuid NOT NULL,              -- nil: sees all sites
  key_id     uuid NOT NULL,
  role       text NOT NULL CHECK (role IN ('publisher', 'reporter', 'moderator', 'supervisor', 'archivist', 'admin')),
  label      text NOT NULL DEFAULT '',
  token_hash bytea NOT NULL,             -- SHA-256 of 256 random bits
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (site_id, key_id)
);
CREATE UNIQUE INDEX api_key_by_token ON greffe.api_key (token_hash);

CREATE TABLE greffe.idempotency (
  site_id     uuid NOT NULL,             -- nil for a call over all sites
  key_id      uuid NOT NULL,             -- who asked
  idem_key    text COLLATE "C" NOT NULL,
  fingerprint bytea NOT NULL,            -- SHA-256 of route and body
  answer      jsonb NOT NULL,            -- the first answer
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (site_id, key_id, idem_key)
);

CREATE TABLE greffe.audit (
  site_id  uuid NOT NULL,
  audit_id uuid NOT NULL,
  at       timestamptz NOT NULL,
  actor    uuid NOT NULL,
  action   text NOT NULL,
  detail   jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (site_id, audit_id)
);

-- The application's rights. Tables of later migrations get them too; what a later migration wants append-only it revokes.
GRANT USAGE ON SCHEMA greffe, personal TO greffe_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA greffe, personal TO greffe_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA greffe, personal GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO greffe_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA greffe, personal GRANT USAGE ON SEQUENCES TO greffe_app;
REVOKE UPDATE, DELETE ON greffe.event, greffe.decision, greffe.audit, greffe.ruleset, greffe.article_revision,
  greffe.revision, greffe.capture, greffe.flag FROM greffe_app;
REVOKE UPDATE ON greffe.event_salt FROM greffe_app;
REVOKE INSERT, UPDATE, DELETE ON greffe.schema_version FROM greffe_app;
