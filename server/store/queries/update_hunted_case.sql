-- $1 site, $2 batch, $3 comment, $4 undone
UPDATE greffe.hunt_case SET undone = $4::boolean
WHERE site_id = $1::uuid AND hunt_id = $2::uuid AND comment_id = $3::uuid
