-- $1 site, $2 after, $3 to; decided by the server itself: $4
SELECT comment_id, revision, action, status_before, decider <> $4::uuid AS by_person
FROM greffe.decision
WHERE site_id = $1::uuid AND comment_id > $2::uuid AND comment_id <= $3::uuid
ORDER BY comment_id, decided_at, decision_id
