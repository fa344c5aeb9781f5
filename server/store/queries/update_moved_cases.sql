-- Whoever saw the case before the move decides on another version. Precondition: the cases are locked. $1 site, $2 comments
UPDATE greffe.review_case SET version = version + 1 WHERE site_id = $1::uuid AND comment_id = ANY ($2::uuid[])
