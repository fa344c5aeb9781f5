-- The log of all threads, the feed of visible changes that follows it, and what is done once among all servers.
-- Servers of the first generation go on writing events into the outbox; whoever knows this schema numbers them.

-- One row, of no tenant: how many entries the log has. Its lock makes one runner among all servers.
CREATE TABLE greffe.log_head (
  site_id    uuid PRIMARY KEY,
  next_index bigint NOT NULL,      -- from 0; what follows is not given yet
  drained_at timestamptz NOT NULL  -- all that was committed before has its place
);
INSERT INTO greffe.log_head (site_id, next_index, drained_at)
VALUES ('00000000-0000-0000-0000-000000000000', 0, now());

-- In which order events were written. Whoever writes one holds the lock of its thread from before until the commit, and moves
-- hold both threads': so of two events that follow from each other the later one has the greater number, across threads too.
-- Servers of the first generation give it without knowing. Null: written before there were numbers.
CREATE SEQUENCE greffe.outbox_order;
ALTER TABLE greffe.outbox ADD COLUMN queued bigint;
ALTER TABLE greffe.outbox ALTER COLUMN queued SET DEFAULT nextval('greffe.outbox_order');

-- The place of every event in the log: consecutive over all sites, in the order of seq within a thread, for ever.
CREATE TABLE greffe.log_entry (
  site_id    uuid NOT NULL,
  log_index  bigint NOT NULL,
  article_id uuid NOT NULL,
  seq        bigint NOT NULL,
  PRIMARY KEY (site_id, log_index)
);

-- What of the log a publisher's site can see happen; kept for a time.
CREATE TABLE greffe.change (
  site_id      uuid NOT NULL,
  log_index    bigint NOT NULL,
  comment_id   uuid NOT NULL,
  article_id   uuid NOT NULL,
  change       text COLLATE "C" NOT NULL, -- edited, moved, or the status that it led to
  status       text COLLATE "C" NOT NULL, -- of the comment, after it
  revision     int NOT NULL,
  at           timestamptz NOT NULL,      -- of the event
  sequenced_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (site_id, log_index)
);

-- Changes of a site below kept_from may be gone. No row: all are kept.
CREATE TABLE greffe.change_horizon (
  site_id   uuid PRIMARY KEY,
  kept_from bigint NOT NULL
);

-- What is done from time to time by one of all servers; rows of no tenant, locked while it is done.
CREATE TABLE greffe.chore (
  site_id uuid NOT NULL,
  name    text COLLATE "C" NOT NULL,
  done_at timestamptz NOT NULL DEFAULT '-infinity', -- nothing was left to do
  PRIMARY KEY (site_id, name)
);
INSERT INTO greffe.chore (site_id, name)
VALUES ('00000000-0000-0000-0000-000000000000', 'prune_changes'),
       ('00000000-0000-0000-0000-000000000000', 'prune_idempotency');

-- The outbox is a queue: vacuum it by what passes through, not by what stays; and never take the lock that truncating needs.
ALTER TABLE greffe.outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
                               autovacuum_vacuum_cost_delay = 0, vacuum_truncate = off);

REVOKE UPDATE, DELETE ON greffe.log_entry FROM greffe_app;
REVOKE UPDATE ON greffe.change FROM greffe_app;
REVOKE INSERT, DELETE ON greffe.log_head, greffe.chore FROM greffe_app;
