-- $1 sites, $2 rules, $3 contents, $4 texts judged since each went live
UPDATE greffe.rule_guard g SET held_at = clock_timestamp(), held_texts = w.texts
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) AS w (site_id, rule, content, texts)
WHERE g.site_id = w.site_id AND g.rule = w.rule AND g.content = w.content AND g.held_at IS NULL AND g.lifted_at IS NULL
