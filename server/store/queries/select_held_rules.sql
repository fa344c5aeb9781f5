-- What guards hold back now, of all sites
SELECT site_id, rule, content FROM greffe.rule_guard WHERE held_at IS NOT NULL AND lifted_at IS NULL
