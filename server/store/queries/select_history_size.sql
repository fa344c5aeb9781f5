-- $1 site
SELECT coalesce(sum(comment_count), 0)::bigint AS comments FROM greffe.thread WHERE site_id = $1::uuid
