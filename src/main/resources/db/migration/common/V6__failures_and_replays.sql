-- How an event came in, and how often it came again.
ALTER TABLE event ADD COLUMN authenticated_as VARCHAR(400);
ALTER TABLE event ADD COLUMN repeats INT DEFAULT 0 NOT NULL;
ALTER TABLE event ADD COLUMN repeated_at TIMESTAMP(6) WITH TIME ZONE;

-- What alike failures have in common: the last error without ids, times and numbers.
ALTER TABLE delivery ADD COLUMN failure_group VARCHAR(400);
UPDATE delivery SET failure_group = SUBSTRING(last_error FROM 1 FOR 400)
WHERE last_error IS NOT NULL AND status IN ('dead', 'pending');

-- Groups of dead deliveries that operations have been told of and that are still open.
CREATE TABLE failure_alert (
  destination VARCHAR(64) NOT NULL,
  digest VARCHAR(64) NOT NULL,
  summary VARCHAR(400) NOT NULL,
  opened_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  deaths INT NOT NULL,
  PRIMARY KEY (destination, digest)
);

-- Replays of many deliveries; what is done with leaves replay_item.
CREATE TABLE replay (
  id UUID NOT NULL PRIMARY KEY,
  what VARCHAR(400) NOT NULL,
  wanted VARCHAR(16) NOT NULL,
  operator VARCHAR(128) NOT NULL,
  reason VARCHAR(1000),
  state VARCHAR(16) NOT NULL,
  total INT NOT NULL,
  delivered INT NOT NULL,
  failed INT NOT NULL,
  next_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  finished_at TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX replay_created ON replay (created_at);

CREATE TABLE replay_item (
  replay_id UUID NOT NULL,
  delivery_id UUID NOT NULL,
  place BIGINT NOT NULL,
  started BOOLEAN NOT NULL,
  PRIMARY KEY (replay_id, delivery_id)
);
CREATE INDEX replay_item_next ON replay_item (replay_id, started, place);
