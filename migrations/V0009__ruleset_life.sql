-- min_binary: 1
-- The life of a ruleset: what each version was compiled with, what it came after, who else agreed to it; and how often a rule
-- with a daily cap has acted today. Columns are added without a rewrite; the tables are new.

-- packs: name -> SHA-256 (hexadecimal) of each pack that it uses, as it was when it was pushed; null: pushed before packs were kept.
-- base: the active version when it was pushed; restores: the version that it brings back.
ALTER TABLE greffe.ruleset
  ADD COLUMN packs jsonb,
  ADD COLUMN base bigint,
  ADD COLUMN restores bigint,
  ADD COLUMN needs_approval boolean NOT NULL DEFAULT false;

-- Packs as rulesets were pushed with them.
CREATE TABLE greffe.rule_pack (
  site_id uuid NOT NULL REFERENCES greffe.site,
  digest  bytea NOT NULL,
  name    text NOT NULL,
  source  text NOT NULL,
  PRIMARY KEY (site_id, digest)
);

-- Who let a version that needs it become active.
CREATE TABLE greffe.ruleset_approval (
  site_id     uuid NOT NULL,
  version     bigint NOT NULL,
  approved_by uuid NOT NULL,
  approved_at timestamptz NOT NULL,
  note        text NOT NULL DEFAULT '',
  PRIMARY KEY (site_id, version),
  FOREIGN KEY (site_id, version) REFERENCES greffe.ruleset
);
REVOKE UPDATE, DELETE ON greffe.rule_pack, greffe.ruleset_approval FROM greffe_app;

CREATE FUNCTION greffe.packs_of(of_site uuid, packs jsonb) RETURNS jsonb
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (
    SELECT jsonb_object_agg(used.key, p.source)
    FROM jsonb_each_text(packs) AS used
    JOIN greffe.rule_pack p ON p.site_id = of_site AND p.digest = decode(used.value, 'hex')
  );

-- Where each version stands. It waits only as the newest one, and as long as what it was pushed against is active: whatever becomes
-- active first leaves it behind for good, so that active versions only ever go up.
CREATE VIEW greffe.ruleset_standing AS
SELECT r.site_id, r.version, r.source, r.pushed_by, coalesce(pusher.label, '') AS author, r.note, r.pushed_at, r.base, r.restores,
       r.packs, ok.approved_by, coalesce(approver.label, '') AS approver, ok.approved_at, coalesce(ok.note, '') AS approval_note,
       CASE WHEN r.version = a.version THEN 'active'
            WHEN NOT r.needs_approval OR ok.version IS NOT NULL THEN 'replaced'
            WHEN r.version > coalesce(a.version, 0) AND r.base IS NOT DISTINCT FROM a.version
                 AND NOT EXISTS (SELECT FROM greffe.ruleset n WHERE n.site_id = r.site_id AND n.version > r.version) THEN 'waiting'
            ELSE 'lapsed' END AS state
FROM greffe.ruleset r
LEFT JOIN greffe.active_ruleset a ON a.site_id = r.site_id
LEFT JOIN greffe.ruleset_approval ok ON ok.site_id = r.site_id AND ok.version = r.version
LEFT JOIN greffe.api_key pusher
  ON pusher.site_id IN (r.site_id, '00000000-0000-0000-0000-000000000000') AND pusher.key_id = r.pushed_by
LEFT JOIN greffe.api_key approver
  ON approver.site_id IN (r.site_id, '00000000-0000-0000-0000-000000000000') AND approver.key_id = ok.approved_by;

-- How often a rule with a daily cap has acted on the day; of earlier days nothing is kept.
CREATE TABLE greffe.rule_cap (
  site_id uuid NOT NULL REFERENCES greffe.site,
  rule    text COLLATE "C" NOT NULL,
  mode    text COLLATE "C" NOT NULL CHECK (mode IN ('shadow', 'live')),
  day     date NOT NULL, -- of the site
  hits    bigint NOT NULL,
  PRIMARY KEY (site_id, rule, mode)
) WITH (fillfactor = 70);
