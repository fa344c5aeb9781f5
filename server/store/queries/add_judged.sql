-- $1 sites, $2 days, $3 texts; sorted, each site and day once
INSERT INTO greffe.judged (site_id, day, texts)
SELECT w.site_id, w.day::date, w.texts
FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS w (site_id, day, texts)
ON CONFLICT (site_id, day) DO UPDATE SET texts = judged.texts + excluded.texts
