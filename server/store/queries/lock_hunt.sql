-- Whoever holds or releases comments of a batch shares it; whoever begins to undo it has it alone. $1 site, $2 batch, $3 source
SELECT undone_at IS NOT NULL AS undone, ruleset = $3 AS same FROM greffe.hunt
WHERE site_id = $1::uuid AND hunt_id = $2::uuid
FOR SHARE
