-- Moves up to $1 events from the outbox into the log, and answers how many. The head must be locked by a statement before this
-- one, so that this one's snapshot holds whatever the runner before has committed. In the order they were written in, which is
-- that of seq within a thread, and of a comment's life across threads (V0002): what the limit cuts off comes later than what is
-- taken; of what is taken each site's come together, so that a row holds them all. The subqueries with a limit of their own are one index probe a row, whatever the planner believes of the tables' sizes.
WITH taken AS (
  DELETE FROM greffe.outbox
  WHERE ctid = ANY (ARRAY(SELECT o.ctid FROM greffe.outbox o
                          ORDER BY o.queued NULLS FIRST, o.site_id, o.article_id, o.seq LIMIT $1::int))
  RETURNING site_id, article_id, seq, queued
), numbered AS (
  SELECT t.site_id, t.article_id, t.seq,
         h.next_index - 1 + row_number() OVER (ORDER BY t.site_id, t.queued NULLS FIRST, t.article_id, t.seq) AS log_index
  FROM taken t
  CROSS JOIN greffe.log_head h
  WHERE h.site_id = '00000000-0000-0000-0000-000000000000'
), logged AS (
  INSERT INTO greffe.log_run (site_id, first_index, articles, seqs)
  SELECT site_id, min(log_index), array_agg(article_id ORDER BY log_index), array_agg(seq ORDER BY log_index)
  FROM numbered
  GROUP BY site_id
), told AS (
  INSERT INTO greffe.change (site_id, log_index, comment_id, article_id, change, status, revision, at)
  SELECT n.site_id, n.log_index, e.comment_id, n.article_id,
         CASE e.kind WHEN 'edited' THEN 'edited' WHEN 'moved_in' THEN 'moved' ELSE e.d ->> 'status' END,
         e.d ->> 'status', (e.d ->> 'revision')::int, e.at
  FROM numbered n
  CROSS JOIN LATERAL (
    SELECT e.comment_id, e.kind, e.at, convert_from(e.leaf, 'UTF8')::jsonb -> 'd' AS d
    FROM greffe.event e
    WHERE e.site_id = n.site_id AND e.article_id = n.article_id AND e.seq = n.seq
      AND e.comment_id IS NOT NULL AND e.kind NOT IN ('observed', 'moved_out')
    LIMIT 1
  ) e
  WHERE e.d ? 'status'
    -- an edit that no rule has judged is history
    AND (e.kind <> 'edited' OR e.d ? 'verdict')
    -- a decision that leaves the comment as it is
    AND (e.kind <> 'decided' OR (SELECT x.status_before = x.status_after
                                 FROM greffe.decision x
                                 WHERE x.site_id = n.site_id AND x.decision_id = (e.d ->> 'decision')::uuid) IS NOT TRUE)
), moved AS (
  UPDATE greffe.log_head h
  SET next_index = h.next_index + c.taken,
      drained_at = CASE WHEN c.taken < $1::int THEN statement_timestamp() ELSE h.drained_at END
  FROM (SELECT count(*) AS taken FROM taken) c
  WHERE h.site_id = '00000000-0000-0000-0000-000000000000'
)
SELECT count(*) AS taken FROM taken
