-- min_binary: 1
-- Rules for reports, what is told of every rule day by day, and the guards over young ones. Small locks: columns without a check
-- over stored rows, indexes of what is few beside the comments.

-- How far a reader's reports were right, from 0 to 1; null: unknown.
ALTER TABLE personal.reader ADD COLUMN standing real;

-- What a report weighs, in hundredths: its reporter's standing, 0 once a rule has discounted it; null: received before reports
-- had a weight, or in history that tells none.
ALTER TABLE greffe.report ADD COLUMN weight smallint;

-- What rules said of a report. spans: as of greffe.flag, of the fields body, name, title and report.
CREATE TABLE greffe.report_flag (
  site_id         uuid NOT NULL,
  report_id       uuid NOT NULL,
  rule            text COLLATE "C" NOT NULL,
  comment_id      uuid NOT NULL,
  ruleset_version bigint NOT NULL,
  mode            text NOT NULL CHECK (mode IN ('shadow', 'live')),
  priority        int NOT NULL,
  escalate        boolean NOT NULL,
  hide            boolean NOT NULL,
  discount        boolean NOT NULL,
  throttled       boolean NOT NULL, -- held back: it did nothing of this
  spans           jsonb NOT NULL,
  PRIMARY KEY (site_id, report_id, rule)
);
CREATE INDEX report_flag_of_comment ON greffe.report_flag (site_id, comment_id);
REVOKE UPDATE, DELETE ON greffe.report_flag FROM greffe_app;

-- How many texts a site's rules have judged on a day of the site: added up by each server after its commits.
CREATE TABLE greffe.judged (
  site_id   uuid NOT NULL REFERENCES greffe.site,
  day       date NOT NULL,
  texts     bigint NOT NULL,
  costed_at timestamptz,     -- when it was last measured what the rules cost
  PRIMARY KEY (site_id, day)
) WITH (fillfactor = 70);

-- Every content that a live rule for comments has had on a site: since when, what it has hit while it was young, and whether a
-- guard holds it back.
CREATE TABLE greffe.rule_guard (
  site_id    uuid NOT NULL REFERENCES greffe.site,
  rule       text COLLATE "C" NOT NULL,
  content    text COLLATE "C" NOT NULL,
  live_at    timestamptz NOT NULL,
  texts      bigint NOT NULL,           -- that the site had judged by then, in all
  hits       bigint NOT NULL DEFAULT 0, -- of the rule since then, while it was young
  held_at    timestamptz,               -- a guard holds it back since then
  held_texts bigint,                    -- judged since live_at by then
  lifted_at  timestamptz,               -- a person has allowed it: no guard holds it back any more
  lifted_by  uuid,
  PRIMARY KEY (site_id, rule, content)
) WITH (fillfactor = 70);
CREATE INDEX rule_guard_held ON greffe.rule_guard (site_id) WHERE held_at IS NOT NULL AND lifted_at IS NULL;

-- What a rule costs alone, measured from time to time on texts of the day.
CREATE TABLE greffe.rule_cost (
  site_id     uuid NOT NULL REFERENCES greffe.site,
  day         date NOT NULL,
  rule        text COLLATE "C" NOT NULL,
  texts       bigint NOT NULL,
  nanoseconds bigint NOT NULL,
  PRIMARY KEY (site_id, day, rule)
) WITH (fillfactor = 70);
