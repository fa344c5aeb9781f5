-- min_binary: 1
-- Hunts: rules applied to what is stored. One batch is one row, and one row for every comment that it held, by which it is undone.

CREATE TABLE greffe.hunt (
  site_id   uuid NOT NULL REFERENCES greffe.site,
  hunt_id   uuid NOT NULL,
  ruleset   text NOT NULL, -- its source
  begun_by  uuid NOT NULL,
  begun_at  timestamptz NOT NULL,
  undone_by uuid,
  undone_at timestamptz,   -- when that was asked for; what was found after that moment is undone too
  PRIMARY KEY (site_id, hunt_id)
);

-- case_version: as the hunt left it; another one means that somebody has touched it since. opened: the case was closed, or there was
-- none. undone: null, true, or false for one that was left alone.
CREATE TABLE greffe.hunt_case (
  site_id      uuid NOT NULL,
  hunt_id      uuid NOT NULL,
  comment_id   uuid NOT NULL,
  revision     int NOT NULL,
  case_version bigint NOT NULL,
  opened       boolean NOT NULL,
  undone       boolean,
  PRIMARY KEY (site_id, hunt_id, comment_id),
  FOREIGN KEY (site_id, hunt_id) REFERENCES greffe.hunt
);
CREATE INDEX hunt_case_to_undo ON greffe.hunt_case (site_id, hunt_id, comment_id) WHERE undone IS NULL;
