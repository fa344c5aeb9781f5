-- $1 … $7: one array a column; $8 site. An author's id at the site is kept with the personal data.
WITH w AS (
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::bigint[], $7::text[])
    AS u (policy_id, scope, target, mode, until, deadline, at_deadline)
), written AS (
  INSERT INTO greffe.moderation_policy (site_id, policy_id, scope, target, mode, until, deadline, at_deadline)
  SELECT $8::uuid, policy_id, scope, CASE WHEN scope = 'author' THEN policy_id::text ELSE target END, mode, until, deadline::int,
         at_deadline
  FROM w
)
INSERT INTO personal.moderated_author (site_id, policy_id, external_id)
SELECT $8::uuid, policy_id, target FROM w WHERE scope = 'author'
