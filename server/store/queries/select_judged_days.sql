-- $1 site, $2 first day
SELECT day, texts FROM greffe.judged WHERE site_id = $1::uuid AND day >= $2::date ORDER BY day
