-- The first locks of a batch that counts: whoever counts by the same keys waits here, and sees then what was committed. Stripes
-- come sorted. A site without a secret has no row. $1 stripes, $2 sites
WITH locked AS MATERIALIZED (
  SELECT count(pg_advisory_xact_lock(u.stripe)) AS stripes FROM unnest($1::bigint[]) AS u (stripe)
)
SELECT s.site_id, s.secret, coalesce(c.counted, '[]') AS counted
FROM locked
JOIN personal.mark_secret s ON s.site_id = ANY ($2::uuid[])
LEFT JOIN LATERAL (
  SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'asked', c.asked, 'whole', c.whole,
                                      'since', ceil(extract(epoch FROM c.since))::bigint)) AS counted
  FROM greffe.counting c WHERE c.site_id = s.site_id
) AS c ON true
