SELECT comment_id, revision, rule, ruleset_version, mode, action, score, policy, spans
FROM greffe.flag WHERE site_id = $1::uuid AND comment_id = ANY ($2::uuid[])
ORDER BY comment_id, revision, rule, mode
