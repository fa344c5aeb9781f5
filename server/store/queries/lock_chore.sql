-- No row: it was done not long ago, or another server does it now. $1 name, $2 seconds between two times
SELECT name FROM greffe.chore
WHERE site_id = '00000000-0000-0000-0000-000000000000' AND name = $1
  AND done_at < now() - make_interval(secs => $2::float8)
FOR NO KEY UPDATE SKIP LOCKED
