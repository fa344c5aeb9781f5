-- All that a batch's rulesets ask of other comments, in one round trip; one row an answer. What is stored of the batch's own
-- comments is told apart, for the judge changes it while it goes. $1 these comments, $19 their sites;
-- $20 bits in which near signatures differ at most
-- rates $2 … $5: ask, site, key, since
-- duplicates $6 … $13: ask, site, keys (comma between), since, signature or null, author or null, article or null, tags or null;
--   by one key no more than 500 comments, the newest
-- authors $14 … $18: ask, site, presence, natural key, whether what became of their comments is asked: of the 1,000 newest
SELECT 'rate' AS what, w.ask,
       jsonb_build_object('count', (
         SELECT count(*) FROM personal.comment_key k
         WHERE k.site_id = w.site_id AND k.key = decode(w.key, 'hex') AND k.received_at >= w.since
           AND k.comment_id <> ALL ($1::uuid[]))) AS told
FROM unnest($2::int[], $3::uuid[], $4::text[], $5::timestamptz[]) AS w (ask, site_id, key, since)
UNION ALL
SELECT 'duplicate', w.ask, jsonb_build_object('count', d.comments, 'authors', coalesce(d.authors, '[]'))
FROM unnest($6::int[], $7::uuid[], $8::text[], $9::timestamptz[], $10::text[], $11::text[], $12::uuid[], $13::jsonb[])
  AS w (ask, site_id, keys, since, signature, author, article_id, tags)
CROSS JOIN LATERAL (
  SELECT count(*) AS comments, jsonb_agg(DISTINCT coalesce(encode(m.author, 'hex'), '')) AS authors
  FROM (
    SELECT DISTINCT newest.comment_id
    FROM unnest(string_to_array(w.keys, ',')) AS u (key)
    CROSS JOIN LATERAL (
      SELECT k.comment_id FROM personal.comment_key k
      WHERE k.site_id = w.site_id AND k.key = decode(u.key, 'hex') AND k.received_at >= w.since
        AND k.comment_id <> ALL ($1::uuid[])
      ORDER BY k.received_at DESC LIMIT 500
    ) AS newest
  ) AS candidate
  JOIN personal.comment_mark m ON m.site_id = w.site_id AND m.comment_id = candidate.comment_id
  WHERE (w.signature IS NULL OR bit_count(m.signature # w.signature::bit(128)) <= $20::int)
    AND (w.author IS NULL OR m.author = decode(w.author, 'hex'))
    AND (w.article_id IS NULL OR m.article_id = w.article_id)
    AND (w.tags IS NULL OR EXISTS (
      SELECT FROM greffe.article a
      WHERE a.site_id = m.site_id AND a.article_id = m.article_id
        AND a.tags && ARRAY(SELECT jsonb_array_elements_text(w.tags))))
) AS d
UNION ALL
SELECT 'author', w.ask,
       jsonb_build_object('since', extract(epoch FROM a.created_at)::bigint,
                          'published', l.published, 'rejected', l.rejected)
FROM unnest($14::int[], $15::uuid[], $16::text[], $17::text[], $18::bool[])
  AS w (ask, site_id, presence, natural_key, comments)
JOIN personal.author p ON p.site_id = w.site_id AND p.presence = w.presence AND p.natural_key = w.natural_key
JOIN greffe.author a ON a.site_id = p.site_id AND a.author_id = p.author_id
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (WHERE c.status = 'published') AS published,
         count(*) FILTER (WHERE c.status = 'rejected') AS rejected
  FROM (
    SELECT x.site_id, x.comment_id FROM greffe.author_comment x
    WHERE x.site_id = a.site_id AND x.author_id = a.author_id
    ORDER BY x.comment_id DESC LIMIT 1000
  ) AS newest
  JOIN greffe.comment c ON c.site_id = newest.site_id AND c.comment_id = newest.comment_id
) AS l ON w.comments
UNION ALL
SELECT 'stored', NULL,
       jsonb_build_object('site', m.site_id, 'comment', m.comment_id, 'article', m.article_id,
                          'author', encode(m.author, 'hex'), 'signature', m.signature::text, 'keys', (
         SELECT coalesce(jsonb_agg(jsonb_build_object('key', encode(k.key, 'hex'), 'of_text', k.of_text,
                                                      'at', floor(extract(epoch FROM k.received_at) * 1000)::bigint)), '[]')
         FROM personal.comment_key k WHERE k.site_id = m.site_id AND k.comment_id = m.comment_id))
FROM personal.comment_mark m
JOIN unnest($19::uuid[], $1::uuid[]) AS w (site_id, comment_id) ON w.site_id = m.site_id AND w.comment_id = m.comment_id
