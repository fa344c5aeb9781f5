-- Pushes of one site follow one another.
SELECT site_id FROM greffe.site WHERE site_id = $1::uuid FOR NO KEY UPDATE
