-- An erasure is remembered without the id that it is about: journey_key holds a keyed hash (HMAC-SHA-256) of kind, source
-- and id. Rows of kind "clear" hold the id itself, as versions before this one wrote them; they are replaced at the start
-- and once a minute.
ALTER TABLE erasure ADD COLUMN kind VARCHAR(16) DEFAULT 'clear' NOT NULL;
-- Whether the file of an embedded database was rewritten since, so that its free space holds nothing of what was erased.
ALTER TABLE erasure ADD COLUMN compacted BOOLEAN DEFAULT FALSE NOT NULL;
CREATE INDEX erasure_mark ON erasure (journey_key);
CREATE INDEX erasure_at ON erasure (erased_at);
CREATE INDEX erasure_kind ON erasure (kind);

-- The key of these hashes: one row, made at the first start.
CREATE TABLE erasure_key (
  id INT NOT NULL PRIMARY KEY,
  secret VARCHAR(64) NOT NULL
);
