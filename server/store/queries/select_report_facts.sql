-- What a site's rules for reports ask of revision $3 of comment $2: the texts and the article always, else only what is asked for.
-- $4: totals of the reports; $5: the author; $6: what became of the author's comments, once they are listed; $7, $8: rules with a
-- daily cap, and their caps; $9: the site's time zone
SELECT r.body, r.pseudonym, c.posted_at, c.author_id IS NOT NULL AS author_known, a.external_id, a.kind, a.section, a.title,
       to_jsonb(a.tags) AS tags, a.published_at, w.created_at AS author_since, l.published AS author_published,
       l.rejected AS author_rejected, coalesce(t.reports, 0) AS reports, coalesce(t.weight, 0) AS weight,
       $4::bool AND EXISTS (
         SELECT FROM greffe.decision d
         WHERE d.site_id = $1::uuid AND d.comment_id = $2::uuid AND d.revision = $3::int AND d.action = 'approve'
           AND d.decider <> $10::uuid) AS approved,
       (SELECT coalesce(jsonb_object_agg(f.rule, f.priority), '{}')
        FROM greffe.report_flag f
        JOIN greffe.report p ON p.site_id = f.site_id AND p.report_id = f.report_id AND p.outcome = 'pending'
        WHERE f.site_id = $1::uuid AND f.comment_id = $2::uuid AND f.mode = 'live' AND NOT f.throttled
          AND f.priority <> 0) AS raised,
       (SELECT coalesce(jsonb_agg(k.rule), '[]')
        FROM unnest($7::text[], $8::int[]) AS k (rule, a_day)
        CROSS JOIN LATERAL (
          SELECT (lpad(to_hex(floor(extract(epoch FROM date_trunc('day', now() AT TIME ZONE $9) AT TIME ZONE $9) * 1000)::bigint),
                       12, '0') || repeat('0', 20))::uuid AS midnight
        ) AS today
        WHERE (SELECT count(*) FROM greffe.report_flag f
               WHERE f.site_id = $1::uuid AND f.rule = k.rule AND f.report_id >= today.midnight) >= k.a_day) AS capped
FROM greffe.comment c
JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id AND r.revision = $3::int
JOIN greffe.article a ON a.site_id = c.site_id AND a.article_id = c.article_id
LEFT JOIN greffe.author w ON $5::bool AND w.site_id = c.site_id AND w.author_id = c.author_id
LEFT JOIN LATERAL (
  SELECT count(*) AS reports, sum(coalesce(p.weight, 50)) AS weight
  FROM greffe.report p
  WHERE $4::bool AND p.site_id = c.site_id AND p.comment_id = c.comment_id AND p.revision = $3::int
) AS t ON true
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (WHERE o.status = 'published') AS published, count(*) FILTER (WHERE o.status = 'rejected') AS rejected
  FROM (
    SELECT x.site_id, x.comment_id FROM greffe.author_comment x
    WHERE x.site_id = c.site_id AND x.author_id = c.author_id
    ORDER BY x.comment_id DESC LIMIT 1000
  ) AS newest
  JOIN greffe.comment o ON o.site_id = newest.site_id AND o.comment_id = newest.comment_id AND o.comment_id <> c.comment_id
) AS l ON $6::bool AND EXISTS (
  SELECT FROM greffe.counting n WHERE n.site_id = c.site_id AND n.kind = 'author_comments' AND n.whole)
WHERE c.site_id = $1::uuid AND c.comment_id = $2::uuid
