-- $1 site, $2 digests, $3 names, $4 texts
INSERT INTO greffe.rule_pack (site_id, digest, name, source)
SELECT $1::uuid, decode(w.digest, 'hex'), w.name, w.source
FROM unnest($2::text[], $3::text[], $4::text[]) AS w (digest, name, source)
ON CONFLICT DO NOTHING
