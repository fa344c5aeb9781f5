-- One page of what the public sees of a thread; what the rows are is said where the function is made (migrations/V0005).
-- $1 site, $2 external id of the article, $3 version that the caller knows or null, $4 limit, $5 newest roots first,
-- $6 posted_at and $7 id of the last root or null, $8 posted_at and $9 id of its last reply or null
SELECT * FROM greffe.read_thread($1::uuid, $2::text, $3::text, $4::int, $5::boolean, $6::timestamptz, $7::uuid,
                                 $8::timestamptz, $9::uuid)
