-- What other systems have answered when they were asked to forget somebody. Nothing in it names the person.
CREATE TABLE erasure_request (
  id UUID NOT NULL PRIMARY KEY,
  source VARCHAR(64) NOT NULL,
  mark VARCHAR(64) NOT NULL,
  what VARCHAR(16) NOT NULL,
  erased_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  deadline TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX erasure_request_erased ON erasure_request (erased_at);
-- named: its delivery, which names the person, is still there.
CREATE TABLE erasure_answer (
  erasure_id UUID NOT NULL,
  system VARCHAR(256) NOT NULL,
  destination VARCHAR(256) NOT NULL,
  state VARCHAR(16) NOT NULL,
  answers VARCHAR(400),
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  operator VARCHAR(128),
  reason VARCHAR(1000),
  named BOOLEAN NOT NULL,
  PRIMARY KEY (erasure_id, system)
);
CREATE INDEX erasure_answer_named ON erasure_answer (named);
CREATE INDEX erasure_answer_state ON erasure_answer (state);
