-- Acts that wait for a second person, and what was decided of them.
CREATE TABLE proposal (
  id UUID NOT NULL PRIMARY KEY,
  act VARCHAR(32) NOT NULL,
  what VARCHAR(700) NOT NULL,
  request TEXT NOT NULL,
  operator VARCHAR(128) NOT NULL,
  reason VARCHAR(1000),
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  state VARCHAR(16) NOT NULL,
  decided_by VARCHAR(128),
  decided_at TIMESTAMP(6) WITH TIME ZONE,
  decision_reason VARCHAR(1000)
);
CREATE INDEX proposal_created ON proposal (created_at);
