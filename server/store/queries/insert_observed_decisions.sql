-- The decider is no key of this registry: its name stands beside the nil uuid. $1 … $16: one array a column
INSERT INTO greffe.decision
  (site_id, decision_id, comment_id, revision, action, reason, note, policy, sanctions, batch_id, decider,
   observed_decider, decided_at, status_before, status_after, case_before, seq)
SELECT w.site_id, w.decision_id, w.comment_id, w.revision, w.action, w.reason, w.note, w.policy, w.sanctions, w.batch_id,
       '00000000-0000-0000-0000-000000000000', w.observed_decider, w.decided_at, w.status_before, w.status_after,
       w.case_before, w.seq
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[],
            $10::uuid[], $11::text[], $12::timestamptz[], $13::text[], $14::text[], $15::text[], $16::bigint[])
  AS w (site_id, decision_id, comment_id, revision, action, reason, note, policy, sanctions, batch_id, observed_decider,
        decided_at, status_before, status_after, case_before, seq)
