-- When another version or other rules began to run.
CREATE TABLE milestone (
  id UUID NOT NULL PRIMARY KEY,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  kind VARCHAR(16) NOT NULL,
  text VARCHAR(200) NOT NULL
);
CREATE INDEX milestone_at ON milestone (at);

-- What a run over many deliveries does to them. A discard has the state 'discarding' while it runs,
-- so that nodes of the version before, which know replays only, leave it alone.
ALTER TABLE replay ADD COLUMN act VARCHAR(16) DEFAULT 'replay' NOT NULL;
