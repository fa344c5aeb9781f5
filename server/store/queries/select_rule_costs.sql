-- Nanoseconds a text, by rule: of the days asked for. $1 site, $2 first day
SELECT rule, (sum(nanoseconds) / greatest(sum(texts), 1))::bigint AS nanoseconds
FROM greffe.rule_cost WHERE site_id = $1::uuid AND day >= $2::date
GROUP BY rule
