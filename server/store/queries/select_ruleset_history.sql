SELECT s.version, '' AS source, s.pushed_by, s.author, s.note, s.pushed_at, s.base, s.restores, s.packs, s.approved_by, s.approver,
       s.approved_at, s.approval_note, s.state, NULL AS pack_texts
FROM greffe.ruleset_standing s
WHERE s.site_id = $1::uuid
ORDER BY s.version DESC
