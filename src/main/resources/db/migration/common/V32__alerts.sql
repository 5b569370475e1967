-- What needs somebody, and who has been told. failure_alert serves nodes of the version before until they are gone.
CREATE TABLE alert (
  id UUID NOT NULL PRIMARY KEY,
  kind VARCHAR(16) NOT NULL,
  subject VARCHAR(256) NOT NULL,
  part VARCHAR(128) NOT NULL,
  text VARCHAR(600) NOT NULL,
  counted INT,
  people INT,
  size INT NOT NULL,
  since_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  told_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  told_size INT NOT NULL,
  state VARCHAR(16) NOT NULL,
  operator VARCHAR(128),
  reason VARCHAR(1000),
  snoozed_until TIMESTAMP(6) WITH TIME ZONE,
  ends_at TIMESTAMP(6) WITH TIME ZONE,
  UNIQUE (kind, subject, part)
);
