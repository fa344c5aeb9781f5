SELECT rule, ruleset_version, mode, action, score, policy, revision, spans
FROM greffe.flag WHERE site_id = $1::uuid AND comment_id = $2::uuid
ORDER BY revision, mode, score DESC, rule
