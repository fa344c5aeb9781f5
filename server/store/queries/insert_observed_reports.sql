-- Precondition: the readers are stored. $1 … $11: one array a column
INSERT INTO greffe.report (site_id, report_id, comment_id, revision, reader_id, kind, reason, body, received_at, outcome,
                           weight)
SELECT w.site_id, w.report_id, w.comment_id, w.revision, d.reader_id, w.kind, w.reason, w.body, w.received_at, w.outcome, w.weight
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::timestamptz[], $10::text[], $11::int[])
  AS w (site_id, report_id, comment_id, revision, reporter, kind, reason, body, received_at, outcome, weight)
LEFT JOIN personal.reader d ON d.site_id = w.site_id AND d.external_id = w.reporter
