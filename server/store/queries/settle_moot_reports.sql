-- Reports that waited on comments that were deleted: nobody judged them. $1 sites, $2 comments
UPDATE greffe.report r SET outcome = 'neutral'
FROM unnest($1::uuid[], $2::uuid[]) AS w (site_id, comment_id)
WHERE r.site_id = w.site_id AND r.comment_id = w.comment_id AND r.outcome = 'pending'
