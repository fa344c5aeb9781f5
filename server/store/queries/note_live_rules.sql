-- Since when the live rules of an active ruleset have been what they are; known ones stay as they are. A site's first ones are as
-- old as their ruleset. $1 site, $2 version, $3 rules, $4 contents
INSERT INTO greffe.rule_guard (site_id, rule, content, live_at, texts)
SELECT a.site_id, w.rule, w.content,
       CASE WHEN EXISTS (SELECT FROM greffe.rule_guard g WHERE g.site_id = a.site_id) THEN clock_timestamp() ELSE r.pushed_at END,
       (SELECT coalesce(sum(j.texts), 0) FROM greffe.judged j WHERE j.site_id = a.site_id)
FROM greffe.active_ruleset a
JOIN greffe.ruleset r ON r.site_id = a.site_id AND r.version = a.version
CROSS JOIN unnest($3::text[], $4::text[]) AS w (rule, content)
WHERE a.site_id = $1::uuid AND a.version = $2::bigint
ORDER BY w.rule, w.content
ON CONFLICT DO NOTHING
