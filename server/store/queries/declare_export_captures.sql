DECLARE export_captures NO SCROLL CURSOR FOR
SELECT capture_id, encode(sha512, 'hex') AS sha512, coalesce(size, octet_length(raw)) AS size, observation, received_at
FROM greffe.capture WHERE site_id = $1::uuid AND article_id = $2::uuid
ORDER BY received_at, capture_id
