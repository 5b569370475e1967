-- What the next rules would do with the events that come, beside the rules that run.
CREATE TABLE shadow (
  hash VARCHAR(64) NOT NULL PRIMARY KEY,
  since TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  node VARCHAR(128) NOT NULL,
  touched_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  found VARCHAR,
  problem VARCHAR(2000)
);
