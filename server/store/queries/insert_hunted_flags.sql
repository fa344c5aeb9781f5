-- Flags of rules that no version of the site's ruleset need have: version 0. One that was there stays. $1 … $9: one array a column
INSERT INTO greffe.flag (site_id, comment_id, revision, rule, ruleset_version, mode, action, score, policy, spans)
SELECT w.site_id, w.comment_id, w.revision, w.rule, 0, w.mode, w.action, w.score, w.policy, w.spans
FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::jsonb[])
  AS w (site_id, comment_id, revision, rule, mode, action, score, policy, spans)
ON CONFLICT (site_id, comment_id, revision, rule, mode) DO NOTHING
