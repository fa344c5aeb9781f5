-- Held to the end of the transaction: one server at a time.
SELECT pg_try_advisory_xact_lock(hashtextextended('greffe deadlines', 0)) AS mine
