-- Of sites that have none yet; one that another server is making is waited for. $1 sites, sorted
INSERT INTO personal.mark_secret AS s (site_id, secret)
SELECT w.site_id, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
FROM unnest($1::uuid[]) AS w (site_id)
ON CONFLICT (site_id) DO UPDATE SET secret = s.secret
RETURNING s.site_id, s.secret
