-- $1 sites, $2 days, $3 texts; sorted, each site and day once
INSERT INTO greffe.judged (site_id, day, texts)
SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[])
ON CONFLICT (site_id, day) DO UPDATE SET texts = judged.texts + excluded.texts
