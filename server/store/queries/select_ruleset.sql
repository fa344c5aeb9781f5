-- One version with its text and its packs; the active one where $2 is null.
SELECT s.version, s.source, s.pushed_by, s.author, s.note, s.pushed_at, s.base, s.restores, s.packs, s.approved_by, s.approver,
       s.approved_at, s.approval_note, s.state, greffe.packs_of(s.site_id, s.packs) AS pack_texts
FROM greffe.ruleset_standing s
WHERE s.site_id = $1::uuid
  AND s.version = coalesce($2::bigint, (SELECT a.version FROM greffe.active_ruleset a WHERE a.site_id = $1::uuid))
