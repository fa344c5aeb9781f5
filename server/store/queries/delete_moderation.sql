-- $1 site, $2 policies; what names their authors goes with them.
DELETE FROM greffe.moderation_policy WHERE site_id = $1::uuid AND policy_id = ANY ($2::uuid[])
