-- No row: another runner is at work.
SELECT next_index FROM greffe.log_head
WHERE site_id = '00000000-0000-0000-0000-000000000000'
FOR NO KEY UPDATE SKIP LOCKED
