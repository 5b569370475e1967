-- A receipt of each event: a hash of what never changes in it, made as it is stored. What is changed by right (an erasure)
-- gets a second one. Seals list receipts, and each seal has the hash of the one before.
ALTER TABLE event ADD COLUMN receipt VARCHAR(64);
ALTER TABLE event ADD COLUMN rewritten VARCHAR(64);

CREATE TABLE seal (
  kind VARCHAR(16) NOT NULL,
  number BIGINT NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  entries VARCHAR NOT NULL,
  previous VARCHAR(64) NOT NULL,
  head VARCHAR(64) NOT NULL,
  PRIMARY KEY (kind, number)
);
