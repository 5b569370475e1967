-- What events that were decided would do by the rules of now, and what is done about it.
CREATE TABLE comparison (
  id UUID NOT NULL PRIMARY KEY,
  source VARCHAR(64),
  from_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  rules INT NOT NULL,
  operator VARCHAR(128) NOT NULL,
  reason VARCHAR(1000),
  node VARCHAR(128) NOT NULL,
  state VARCHAR(16) NOT NULL,
  problem VARCHAR(1000),
  events INT NOT NULL,
  different INT NOT NULL,
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  touched_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  finished_at TIMESTAMP(6) WITH TIME ZONE,
  next_at TIMESTAMP(6) WITH TIME ZONE,
  proposal UUID
);
CREATE INDEX comparison_created ON comparison (created_at);
CREATE TABLE comparison_item (
  comparison_id UUID NOT NULL,
  place INT NOT NULL,
  event_id UUID NOT NULL,
  destination VARCHAR(64) NOT NULL,
  message_key VARCHAR(400) NOT NULL,
  act VARCHAR(16) NOT NULL,
  words VARCHAR(400) NOT NULL,
  sample VARCHAR,
  state VARCHAR(16) NOT NULL,
  result VARCHAR(400),
  added_key VARCHAR(400),
  PRIMARY KEY (comparison_id, place)
);
CREATE INDEX comparison_item_event ON comparison_item (event_id);
CREATE INDEX comparison_item_open ON comparison_item (comparison_id, state, place);
