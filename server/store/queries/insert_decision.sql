INSERT INTO greffe.decision
  (site_id, decision_id, comment_id, revision, action, reason, note, policy, decider, decided_at, status_before,
   status_after, case_before, seq)
VALUES ($1::uuid, $2::uuid, $3::uuid, $4::int, $5, $6, $7, $8, $9::uuid, $10::timestamptz, $11, $12, $13, $14::bigint)
