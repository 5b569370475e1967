-- The same of what operators did. It writes the table anew, and touches no other.
ALTER TABLE audit ADD COLUMN receipt VARCHAR(64);
ALTER TABLE audit ADD COLUMN rewritten VARCHAR(64);
ALTER TABLE audit ADD COLUMN seq BIGINT GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX audit_seq ON audit (seq);
