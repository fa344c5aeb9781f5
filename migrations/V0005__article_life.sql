-- min_binary: 1
-- An article's life: its comments can be moved, two articles merged; and the public thread in one statement.

-- A merged article keeps its row, its revisions, captures and events; whoever names it reaches the article it was merged into,
-- in one step: a merge of that one leads all of them on.
ALTER TABLE greffe.article ADD COLUMN merged_into uuid;

-- The external ids by which an article is reached besides its own.
CREATE TABLE greffe.article_alias (
  site_id     uuid NOT NULL,
  article_id  uuid NOT NULL,             -- reached
  external_id text COLLATE "C" NOT NULL, -- of the article that was merged into it
  merged_id   uuid NOT NULL,
  merged_at   timestamptz NOT NULL,
  PRIMARY KEY (site_id, article_id, external_id),
  FOREIGN KEY (site_id, article_id) REFERENCES greffe.article
);

-- The article to which a moved comment was first submitted: a late retry of that submission is no other comment.
ALTER TABLE greffe.comment ADD COLUMN moved_from uuid;

-- What the public sees of a thread, as one statement on one snapshot: PL/pgSQL keeps the plans, so that a call costs no planning
-- and needs no prepared statement of the session. The first row is the article; none: there is none. Then the comments of the page:
--   whole: the thread has no more than asked_limit comments, and all are answered, hidden ones too, in no order that matters;
--   otherwise in the order of the page (roots by (posted_at, id), or backwards; under each its replies, oldest first), starting
--   after the place (after_root_at, after_root) of a root, (after_reply_at, after_reply) of one of its replies, and one row more
--   than asked_limit when there is more.
-- A hidden comment has neither body nor name. version tells two states of a thread apart; equal to known_version: no comments.
CREATE FUNCTION greffe.read_thread(asked_site uuid, asked_article text, known_version text, asked_limit int,
                                   newest_first boolean, after_root_at timestamptz, after_root uuid,
                                   after_reply_at timestamptz, after_reply uuid)
RETURNS TABLE (head_id uuid, head_state text, head_version text, head_published bigint, head_whole boolean,
               row_id uuid, row_external_id text, row_parent uuid, row_root uuid, row_posted_at timestamptz,
               row_root_posted_at timestamptz, row_visible boolean, row_edited boolean, row_name text, row_body text)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
  head record;
  earlier boolean; -- while an edit is held, the public sees what was approved before
  roots uuid[];
  root_times timestamptz[];
BEGIN
  SELECT a.article_id, a.state, t.published_count, t.comment_count, s.settings,
         a.article_id || '.' || t.next_seq || '.' || to_hex(hashtextextended(s.settings::text, 0)) AS version
  INTO head
  FROM greffe.article named
  JOIN greffe.article a ON a.site_id = named.site_id AND a.article_id = coalesce(named.merged_into, named.article_id)
  JOIN greffe.thread t ON t.site_id = a.site_id AND t.article_id = a.article_id
  JOIN greffe.site s ON s.site_id = a.site_id
  WHERE named.site_id = asked_site AND named.external_id = asked_article;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  head_id := head.article_id;
  head_state := head.state;
  head_version := head.version;
  head_published := head.published_count;
  head_whole := after_root IS NULL AND head.comment_count <= asked_limit;
  RETURN NEXT;
  IF head.state = 'withdrawn' OR head.version = known_version THEN
    RETURN;
  END IF;
  earlier := coalesce(head.settings ->> 'held_edits', 'last_approved') = 'last_approved';

  IF head_whole THEN
    RETURN QUERY
    SELECT NULL::uuid, NULL::text, NULL::text, NULL::bigint, NULL::boolean,
           c.comment_id, c.external_id, c.parent_id, c.root_id, c.posted_at, NULL::timestamptz, r.revision IS NOT NULL,
           r.revision > 1, r.pseudonym, r.body
    FROM greffe.comment c
    LEFT JOIN greffe.revision r ON r.site_id = c.site_id AND r.comment_id = c.comment_id
      AND r.revision = CASE WHEN c.status = 'published' OR (earlier AND greffe.public_sees(c.status, c.revision, c.public_revision))
                            THEN coalesce(c.public_revision, c.revision) END
    WHERE c.site_id = asked_site AND c.article_id = head.article_id;
    RETURN;
  END IF;

  -- The root that the page before ended in may have nothing left; every other one gives at least itself.
  IF newest_first THEN
    SELECT array_agg(r.comment_id ORDER BY r.posted_at DESC, r.comment_id DESC),
           array_agg(r.posted_at ORDER BY r.posted_at DESC, r.comment_id DESC)
    INTO roots, root_times
    FROM (
      SELECT c.posted_at, c.comment_id
      FROM greffe.comment c
      WHERE c.site_id = asked_site AND c.article_id = head.article_id AND c.comment_id = c.root_id
        AND (after_root IS NULL OR (c.posted_at, c.comment_id) <= (after_root_at, after_root))
        AND ((greffe.public_sees(c.status, c.revision, c.public_revision) AND (earlier OR c.status = 'published')) OR EXISTS (
          SELECT FROM greffe.comment v
          WHERE v.site_id = c.site_id AND v.root_id = c.comment_id AND v.comment_id <> v.root_id
            AND greffe.public_sees(v.status, v.revision, v.public_revision) AND (earlier OR v.status = 'published')))
      ORDER BY c.posted_at DESC, c.comment_id DESC
      LIMIT asked_limit + 2) AS r;
  ELSE
    SELECT array_agg(r.comment_id ORDER BY r.posted_at, r.comment_id),
           array_agg(r.posted_at ORDER BY r.posted_at, r.comment_id)
    INTO roots, root_times
    FROM (
      SELECT c.posted_at, c.comment_id
      FROM greffe.comment c
      WHERE c.site_id = asked_site AND c.article_id = head.article_id AND c.comment_id = c.root_id
        AND (after_root IS NULL OR (c.posted_at, c.comment_id) >= (after_root_at, after_root))
        AND ((greffe.public_sees(c.status, c.revision, c.public_revision) AND (earlier OR c.status = 'published')) OR EXISTS (
          SELECT FROM greffe.comment v
          WHERE v.site_id = c.site_id AND v.root_id = c.comment_id AND v.comment_id <> v.root_id
            AND greffe.public_sees(v.status, v.revision, v.public_revision) AND (earlier OR v.status = 'published')))
      ORDER BY c.posted_at, c.comment_id
      LIMIT asked_limit + 2) AS r;
  END IF;

  RETURN QUERY
  SELECT NULL::uuid, NULL::text, NULL::text, NULL::bigint, NULL::boolean,
         c.comment_id, c.external_id, c.parent_id, c.root_id, c.posted_at, p.root_at, p.visible, r.revision > 1,
         r.pseudonym, r.body
  FROM (
    SELECT root.place, root.posted_at AS root_at, m.*
    FROM unnest(roots, root_times) WITH ORDINALITY AS root (comment_id, posted_at, place)
    CROSS JOIN LATERAL (
      (SELECT c.comment_id, c.posted_at AS own_posted_at, false AS is_reply,
              greffe.public_sees(c.status, c.revision, c.public_revision) AND (earlier OR c.status = 'published') AS visible
       FROM greffe.comment c
       WHERE c.site_id = asked_site AND c.comment_id = root.comment_id
         AND (after_root IS NULL OR c.comment_id <> after_root))
      UNION ALL
      (SELECT c.comment_id, c.posted_at, true,
              greffe.public_sees(c.status, c.revision, c.public_revision) AND (earlier OR c.status = 'published')
       FROM greffe.comment c
       WHERE c.site_id = asked_site AND c.root_id = root.comment_id AND c.comment_id <> c.root_id
         AND (after_reply IS NULL OR root.comment_id <> after_root
              OR (c.posted_at, c.comment_id) > (after_reply_at, after_reply))
         AND ((greffe.public_sees(c.status, c.revision, c.public_revision) AND (earlier OR c.status = 'published')) OR EXISTS (
           WITH RECURSIVE below AS (
             SELECT d.comment_id,
                    greffe.public_sees(d.status, d.revision, d.public_revision) AND (earlier OR d.status = 'published') AS visible
             FROM greffe.comment d
             WHERE d.site_id = asked_site AND d.root_id = root.comment_id AND d.comment_id <> d.root_id
               AND d.parent_id = c.comment_id
             UNION ALL
             SELECT d.comment_id,
                    greffe.public_sees(d.status, d.revision, d.public_revision) AND (earlier OR d.status = 'published')
             FROM below
             JOIN greffe.comment d ON d.site_id = asked_site AND d.root_id = root.comment_id
               AND d.comment_id <> d.root_id AND d.parent_id = below.comment_id
           )
           SELECT FROM below WHERE below.visible))
       ORDER BY c.posted_at, c.comment_id
       LIMIT asked_limit + 1)
    ) AS m
    ORDER BY root.place, m.is_reply, m.own_posted_at, m.comment_id
    LIMIT asked_limit + 1
  ) AS p
  JOIN greffe.comment c ON c.site_id = asked_site AND c.comment_id = p.comment_id
  LEFT JOIN greffe.revision r ON p.visible AND r.site_id = c.site_id AND r.comment_id = c.comment_id
    AND r.revision = coalesce(c.public_revision, c.revision)
  ORDER BY p.place, p.is_reply, p.own_posted_at, c.comment_id;
END $$;
