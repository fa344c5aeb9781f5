-- Held to the end of the transaction: of several servers that start at once, one looks at a time.
SELECT pg_advisory_xact_lock(hashtextextended('greffe first key', 0))
