-- min_binary: 1
-- Late and repeated events, and history as it was observed. New columns are nullable: what is stored already has none of it, and
-- a server that does not know them yet may go on writing beside one that does.

-- newest_version, newest_edit: the greatest that came with any submission, edit or deletion, also with one that changed nothing;
-- null: none since this column exists, the revisions tell. deleted_*: while the status is deleted, the deletion's version and
-- the status before it.
ALTER TABLE greffe.comment
  ADD COLUMN newest_version  bigint,
  ADD COLUMN newest_edit     timestamptz,
  ADD COLUMN deleted_version bigint,
  ADD COLUMN deleted_from    text;

-- A decision of history names who took it as it was observed; its decider, a key of this registry, is then the nil uuid.
ALTER TABLE greffe.decision ADD COLUMN observed_decider text;

-- Of a capture that came without its bytes (from an export, which has their hash and size only); raw is then empty.
ALTER TABLE greffe.capture ADD COLUMN size bigint;
