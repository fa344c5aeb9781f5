-- Adds hits of live rules to those that are young. Answers whichever has hit too many texts: more than $5, and more than $6
-- per cent of all. $1 sites, $2 rules, $3 contents, $4 hits; sorted, each rule once
WITH counted AS (
  UPDATE greffe.rule_guard g SET hits = g.hits + w.hits
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) AS w (site_id, rule, content, hits)
  WHERE g.site_id = w.site_id AND g.rule = w.rule AND g.content = w.content
    AND g.live_at > clock_timestamp() - interval '24 hours' AND g.held_at IS NULL AND g.lifted_at IS NULL
  RETURNING g.site_id, g.rule, g.content, g.hits, g.texts
)
SELECT c.site_id, s.name AS site_name, c.rule, c.content, c.hits, j.texts - c.texts AS texts
FROM counted c
JOIN greffe.site s ON s.site_id = c.site_id
CROSS JOIN LATERAL (
  SELECT coalesce(sum(j.texts), 0) AS texts FROM greffe.judged j WHERE j.site_id = c.site_id
) AS j
WHERE c.hits > $5::bigint AND c.hits * 100 > (j.texts - c.texts) * $6::bigint
