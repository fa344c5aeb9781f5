-- $1 … $5: one array a column
UPDATE greffe.thread t
SET next_seq = w.next_seq, comment_count = t.comment_count + w.comments_added,
    published_count = t.published_count + w.published_added
FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[])
  AS w (site_id, article_id, next_seq, comments_added, published_added)
WHERE t.site_id = w.site_id AND t.article_id = w.article_id
