-- Takes away up to $2 first answers that are older than $1 seconds: whoever retries has done so long ago. Answers how many.
WITH gone AS (
  DELETE FROM greffe.idempotency
  WHERE ctid = ANY (ARRAY(SELECT i.ctid FROM greffe.idempotency i
                          WHERE i.created_at < now() - make_interval(secs => $1::float8) LIMIT $2::int))
  RETURNING idem_key
)
SELECT count(*) AS pruned FROM gone
