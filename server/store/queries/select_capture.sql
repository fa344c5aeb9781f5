-- $1 site, $2 article, $3 sha512
SELECT capture_id FROM greffe.capture WHERE site_id = $1::uuid AND article_id = $2::uuid AND sha512 = $3::bytea
