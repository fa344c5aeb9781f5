-- By name, or by the id that the caller has parsed ($2, or NULL). No name has the form of an id.
SELECT site_id, name, coalesce(settings ->> 'time_zone', 'Europe/Paris') AS time_zone, created_at
FROM greffe.site WHERE name = $1 OR site_id = $2::uuid
