SELECT site_id, name, coalesce(settings ->> 'time_zone', 'Europe/Paris') AS time_zone, created_at
FROM greffe.site ORDER BY name
