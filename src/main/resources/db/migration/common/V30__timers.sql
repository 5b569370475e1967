-- Which timers have run out in which round.
CREATE TABLE timer (
  name VARCHAR(64) NOT NULL,
  source VARCHAR(64) NOT NULL,
  journey_key VARCHAR(512) NOT NULL,
  round INT NOT NULL,
  ran_out_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (journey_key, source, name, round)
);

-- Since when the renewal is as it is. NULL: a version wrote it that did not keep this.
ALTER TABLE journey ADD COLUMN renewal_at TIMESTAMP(6) WITH TIME ZONE;
