SELECT r.comment_id, r.report_id, r.revision, r.kind, r.reason, r.body, r.received_at, r.outcome, r.weight,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'rule', f.rule, 'ruleset_version', f.ruleset_version, 'mode', f.mode, 'priority', f.priority,
                 'escalate', f.escalate, 'hide', f.hide, 'discount', f.discount, 'throttled', f.throttled,
                 'spans', f.spans) ORDER BY f.mode, f.rule), '[]')
        FROM greffe.report_flag f WHERE f.site_id = r.site_id AND f.report_id = r.report_id) AS rules
FROM greffe.report r WHERE r.site_id = $1::uuid AND r.comment_id = ANY ($2::uuid[])
ORDER BY r.comment_id, r.received_at, r.report_id
