-- min_binary: 1
-- Two columns of keys that were forgotten: as all the others they are compared by their bytes, whatever the database's locale.
ALTER TABLE personal.author ALTER COLUMN presence TYPE text COLLATE "C";
ALTER TABLE greffe.flag ALTER COLUMN mode TYPE text COLLATE "C";
