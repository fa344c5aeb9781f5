-- $1 site, $2 source, $3 by whom, $4 note, $5 when, $6 packs, $7 base, $8 restores, $9 whether a second person must agree
INSERT INTO greffe.ruleset (site_id, version, source, pushed_by, note, pushed_at, packs, base, restores, needs_approval)
SELECT $1::uuid, coalesce(max(version), 0) + 1, $2, $3::uuid, $4, $5::timestamptz, $6::jsonb, $7::bigint, $8::bigint, $9::boolean
FROM greffe.ruleset WHERE site_id = $1::uuid
RETURNING version
