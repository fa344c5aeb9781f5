SELECT state, version, cause, priority, report_count, opened_at, lease_holder, lease_until, deadline, at_deadline,
       deadline_missed_at
FROM greffe.review_case WHERE site_id = $1::uuid AND comment_id = $2::uuid
FOR NO KEY UPDATE
