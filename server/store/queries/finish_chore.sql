UPDATE greffe.chore SET done_at = now()
WHERE site_id = '00000000-0000-0000-0000-000000000000' AND name = $1
