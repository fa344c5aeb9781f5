SELECT decision_id, action, reason, note, policy, revision, decider, observed_decider, decided_at, status_before, status_after
FROM greffe.decision WHERE site_id = $1::uuid AND comment_id = $2::uuid
ORDER BY decided_at, decision_id
