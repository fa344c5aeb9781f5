-- Where the log stands, whether an event waits for its place, and for how many seconds none was left. Locks nothing.
SELECT h.next_index, extract(epoch FROM clock_timestamp() - h.drained_at)::float8 AS drained_ago,
       EXISTS (SELECT FROM greffe.outbox) AS waiting
FROM greffe.log_head h
WHERE h.site_id = '00000000-0000-0000-0000-000000000000'
