-- By which rules an event was decided and a delivery was tried. Each text is kept once, however many versions have it.
CREATE TABLE rules_text (
  hash VARCHAR(64) NOT NULL PRIMARY KEY,
  text VARCHAR NOT NULL,
  used_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE TABLE rules_version (
  id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash VARCHAR(64) NOT NULL UNIQUE,
  product VARCHAR(64) NOT NULL,
  files VARCHAR NOT NULL,
  settings VARCHAR NOT NULL,
  first_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  last_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
-- When a node began to run a version, and where it had it from.
CREATE TABLE rules_run (
  id UUID NOT NULL PRIMARY KEY,
  version INT NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  node VARCHAR(128) NOT NULL,
  origin VARCHAR(400) NOT NULL
);
CREATE INDEX rules_run_at ON rules_run (at);

ALTER TABLE event ADD COLUMN rules INT;
ALTER TABLE delivery ADD COLUMN rules INT;
