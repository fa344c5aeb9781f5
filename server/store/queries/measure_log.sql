-- How many events wait for their place, counted as far as $1; and for how many seconds the oldest change is kept.
SELECT (SELECT count(*) FROM (SELECT FROM greffe.outbox LIMIT $1::bigint) o) AS waiting,
       (SELECT extract(epoch FROM now() - min(c.sequenced_at))::float8
        FROM greffe.site s
        CROSS JOIN LATERAL (SELECT c.sequenced_at FROM greffe.change c WHERE c.site_id = s.site_id
                            ORDER BY c.log_index LIMIT 1) c) AS oldest_change
