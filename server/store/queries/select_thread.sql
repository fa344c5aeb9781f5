-- One page of what the public sees of a thread: roots by (posted_at, id), each followed by its replies likewise. A hidden
-- comment above a visible one stays as a tombstone. Starts after the place ($3, $4) of a root, ($5, $6) of one of its replies.
-- $1 site, $2 article, $3 posted_at and $4 id of the last root or null, $5 posted_at and $6 id of its last reply or null,
-- $7 limit
WITH roots AS (
  SELECT c.posted_at, c.comment_id
  FROM greffe.comment c
  WHERE c.site_id = $1::uuid AND c.article_id = $2::uuid AND c.comment_id = c.root_id
    AND ($4::uuid IS NULL OR (c.posted_at, c.comment_id) >= ($3::timestamptz, $4::uuid))
    AND (greffe.public_sees(c.status, c.revision, c.public_revision) OR EXISTS (
      SELECT FROM greffe.comment v
      WHERE v.site_id = c.site_id AND v.root_id = c.comment_id AND v.comment_id <> v.root_id
        AND greffe.public_sees(v.status, v.revision, v.public_revision)))
  ORDER BY c.posted_at, c.comment_id
  LIMIT $7::int + 2 -- the root that the page before ended in may have nothing left; every other one gives at least itself
)
SELECT c.comment_id, c.external_id, c.parent_id, c.root_id, c.posted_at, p.posted_at AS root_posted_at, p.visible,
       r.revision, r.body, r.pseudonym
FROM (
  SELECT roots.posted_at, m.*
  FROM roots
  CROSS JOIN LATERAL (
    (SELECT c.comment_id, c.posted_at AS own_posted_at, false AS is_reply,
            greffe.public_sees(c.status, c.revision, c.public_revision) AS visible
     FROM greffe.comment c
     WHERE c.site_id = $1::uuid AND c.comment_id = roots.comment_id
       AND ($4::uuid IS NULL OR c.comment_id <> $4::uuid))
    UNION ALL
    (SELECT c.comment_id, c.posted_at, true, greffe.public_sees(c.status, c.revision, c.public_revision)
     FROM greffe.comment c
     WHERE c.site_id = $1::uuid AND c.root_id = roots.comment_id AND c.comment_id <> c.root_id
       AND ($6::uuid IS NULL OR roots.comment_id <> $4::uuid OR (c.posted_at, c.comment_id) > ($5::timestamptz, $6::uuid))
       AND (greffe.public_sees(c.status, c.revision, c.public_revision) OR EXISTS (
         WITH RECURSIVE below AS (
           SELECT d.comment_id, greffe.public_sees(d.status, d.revision, d.public_revision) AS visible
           FROM greffe.comment d
           WHERE d.site_id = $1::uuid AND d.root_id = roots.comment_id AND d.comment_id <> d.root_id
             AND d.parent_id = c.comment_id
           UNION ALL
           SELECT d.comment_id, greffe.public_sees(d.status, d.revision, d.public_revision)
           FROM below
           JOIN greffe.comment d ON d.site_id = $1::uuid AND d.root_id = roots.comment_id
             AND d.comment_id <> d.root_id AND d.parent_id = below.comment_id
         )
         SELECT FROM below WHERE below.visible))
     ORDER BY c.posted_at, c.comment_id
     LIMIT $7::int + 1)
  ) AS m
  ORDER BY roots.posted_at, roots.comment_id, m.is_reply, m.own_posted_at, m.comment_id
  LIMIT $7::int + 1
) AS p
JOIN greffe.comment c ON c.site_id = $1::uuid AND c.comment_id = p.comment_id
LEFT JOIN greffe.revision r ON p.visible AND r.site_id = c.site_id AND r.comment_id = c.comment_id
  AND r.revision = coalesce(c.public_revision, c.revision)
ORDER BY p.posted_at, c.root_id, p.is_reply, p.own_posted_at, c.comment_id
