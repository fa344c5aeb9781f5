SELECT comment_id, decision_id, revision, action, reason, note, policy, sanctions, batch_id,
       coalesce(observed_decider, decider::text) AS decider, decided_at, status_before, status_after, case_before, seq
FROM greffe.decision WHERE site_id = $1::uuid AND comment_id = ANY ($2::uuid[])
ORDER BY comment_id, decided_at, seq
