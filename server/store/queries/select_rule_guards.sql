-- $1 site, $2 rules, $3 contents: those of the active ruleset
SELECT g.rule, g.content, g.live_at, g.hits, g.held_at, g.held_texts, g.lifted_at,
       g.live_at > clock_timestamp() - interval '24 hours' AS young
FROM unnest($2::text[], $3::text[]) AS w (rule, content)
JOIN greffe.rule_guard g ON g.site_id = $1::uuid AND g.rule = w.rule AND g.content = w.content
