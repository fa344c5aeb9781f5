-- min_binary: 1
-- Moderation modes and settings of a site, and the deadlines of held comments. No table is rewritten: columns are added
-- without a check over stored rows, and the index is of rows that do not exist yet.

-- Bumped by every change of the settings or the modes: servers ask for what is newer than what they hold.
ALTER TABLE greffe.site ADD COLUMN settings_version bigint NOT NULL DEFAULT 0;

-- Each row is immutable: another mode for the same target is another row. target: a section, a tag, an article's external id,
-- '' for the site; of an author it is personal data and lies in personal.moderated_author, here the policy's own id.
CREATE TABLE greffe.moderation_policy (
  site_id     uuid NOT NULL REFERENCES greffe.site,
  policy_id   uuid NOT NULL,
  scope       text COLLATE "C" NOT NULL CHECK (scope IN ('site', 'section', 'tag', 'article', 'author')),
  target      text COLLATE "C" NOT NULL,
  mode        text NOT NULL CHECK (mode IN ('post', 'pre', 'closed')),
  until       timestamptz,
  deadline    int CHECK (deadline > 0), -- seconds
  at_deadline text CHECK (at_deadline IN ('stay_held', 'publish', 'alert')),
  PRIMARY KEY (site_id, policy_id),
  UNIQUE (site_id, scope, target),
  CHECK ((deadline IS NULL) = (at_deadline IS NULL))
);
CREATE TABLE personal.moderated_author (
  site_id     uuid NOT NULL,
  policy_id   uuid NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (site_id, policy_id),
  UNIQUE (site_id, external_id),
  FOREIGN KEY (site_id, policy_id) REFERENCES greffe.moderation_policy ON DELETE CASCADE
);
REVOKE UPDATE ON greffe.moderation_policy, personal.moderated_author FROM greffe_app;

-- All modes of a site as one value. An author whose name was erased has no mode any more.
CREATE FUNCTION greffe.moderation_of(of_site uuid) RETURNS jsonb
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (
    SELECT coalesce(jsonb_agg(jsonb_build_object(
             'id', m.policy_id, 'scope', m.scope, 'target', coalesce(a.external_id, m.target), 'mode', m.mode,
             'until', m.until, 'deadline', m.deadline, 'at_deadline', m.at_deadline)), '[]')
    FROM greffe.moderation_policy m
    LEFT JOIN personal.moderated_author a ON a.site_id = m.site_id AND a.policy_id = m.policy_id
    WHERE m.site_id = of_site AND (m.scope <> 'author' OR a.external_id IS NOT NULL)
  );

-- By when a person must look at the case, what happens else, and since when it has happened.
ALTER TABLE greffe.review_case
  ADD COLUMN deadline timestamptz,
  ADD COLUMN at_deadline text,
  ADD COLUMN deadline_missed_at timestamptz;
CREATE INDEX review_case_deadline ON greffe.review_case (site_id, deadline)
  WHERE deadline IS NOT NULL AND deadline_missed_at IS NULL AND state <> 'closed' AND at_deadline <> 'stay_held';
