-- What neither this version's forerunner nor the one before it asked to be counted is forgotten; what the forerunner asked for goes
-- on if this one asks for it, too (begin_counting). $1 site, $2 version
WITH active AS (
  INSERT INTO greffe.active_ruleset (site_id, version) VALUES ($1::uuid, $2::bigint)
  ON CONFLICT (site_id) DO UPDATE SET version = excluded.version
  RETURNING site_id
), resting AS (
  UPDATE greffe.counting c SET asked = false FROM active a WHERE c.site_id = a.site_id AND c.asked
)
DELETE FROM greffe.counting c USING active a WHERE c.site_id = a.site_id AND NOT c.asked
