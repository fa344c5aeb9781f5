-- Sites whose rules have judged something today and were not measured for $1 seconds; this server does it now.
UPDATE greffe.judged j SET costed_at = clock_timestamp()
WHERE j.day >= current_date - 1 AND (j.costed_at IS NULL OR j.costed_at < clock_timestamp() - make_interval(secs => $1::float8))
  AND j.day = (SELECT max(n.day) FROM greffe.judged n WHERE n.site_id = j.site_id)
RETURNING j.site_id, j.day
