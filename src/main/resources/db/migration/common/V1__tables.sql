-- Timestamps are UTC and come from the application's clock, never from the database's.
-- There are no foreign keys: rows that belong together are written in one transaction and retention removes
-- them in order, so a key check on the busiest inserts would guard against nothing that can happen.

CREATE TABLE event (
  id UUID NOT NULL PRIMARY KEY,
  seq BIGINT GENERATED ALWAYS AS IDENTITY,
  source VARCHAR(64) NOT NULL,
  event_key VARCHAR(400) NOT NULL,
  event VARCHAR(256),
  journey_id VARCHAR(512),
  journey_key VARCHAR(512),
  reference_no VARCHAR(512),
  payload VARCHAR NOT NULL,
  state VARCHAR(16) NOT NULL,
  problem VARCHAR(1000),
  decision VARCHAR(64),
  previous_decision VARCHAR(64),
  changed BOOLEAN,
  outcome VARCHAR(16),
  stale BOOLEAN,
  worse BOOLEAN,
  received_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  CONSTRAINT event_identity UNIQUE (source, event_key)
);
CREATE UNIQUE INDEX event_seq ON event (seq);
CREATE INDEX event_journey ON event (journey_key);
CREATE INDEX event_reference ON event (reference_no);

CREATE TABLE journey (
  source VARCHAR(64) NOT NULL,
  journey_key VARCHAR(512) NOT NULL,
  decision VARCHAR(64),
  decision_seq BIGINT,
  system_decision VARCHAR(64),
  aml_version BIGINT,
  aml_seq BIGINT,
  updated_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (source, journey_key)
);

-- What other systems call things that belong to a journey, such as its open ticket of a kind.
CREATE TABLE remote_id (
  source VARCHAR(64) NOT NULL,
  journey_key VARCHAR(512) NOT NULL,
  name VARCHAR(64) NOT NULL,
  id VARCHAR(512) NOT NULL,
  PRIMARY KEY (source, journey_key, name)
);

CREATE SEQUENCE delivery_turn;

CREATE TABLE delivery (
  id UUID NOT NULL PRIMARY KEY,
  seq BIGINT GENERATED ALWAYS AS IDENTITY,
  destination VARCHAR(64) NOT NULL,
  message_key VARCHAR(400) NOT NULL,
  event_id UUID,
  lane VARCHAR(720),
  turn BIGINT NOT NULL,
  body VARCHAR,
  variables VARCHAR NOT NULL,
  status VARCHAR(16) NOT NULL,
  series INT NOT NULL,
  attempts INT NOT NULL,
  next_attempt_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  leased_by VARCHAR(128),
  leased_until TIMESTAMP(6) WITH TIME ZONE,
  fence BIGINT NOT NULL,
  last_error VARCHAR(2000),
  created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  finished_at TIMESTAMP(6) WITH TIME ZONE,
  CONSTRAINT delivery_identity UNIQUE (destination, message_key)
);
CREATE UNIQUE INDEX delivery_seq ON delivery (seq);
CREATE INDEX delivery_event ON delivery (event_id);

CREATE TABLE attempt (
  delivery_id UUID NOT NULL,
  series INT NOT NULL,
  number INT NOT NULL,
  outcome VARCHAR(16) NOT NULL,
  error VARCHAR(2000),
  node VARCHAR(128) NOT NULL,
  started_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  duration_ms BIGINT NOT NULL,
  PRIMARY KEY (delivery_id, series, number)
);

CREATE TABLE destination (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  paused_at TIMESTAMP(6) WITH TIME ZONE,
  failures INT NOT NULL,
  held_since TIMESTAMP(6) WITH TIME ZONE,
  held_reason VARCHAR(2000),
  probes INT NOT NULL,
  next_probe_at TIMESTAMP(6) WITH TIME ZONE
);

CREATE TABLE audit (
  id UUID NOT NULL PRIMARY KEY,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  operator VARCHAR(128) NOT NULL,
  address VARCHAR(64),
  action VARCHAR(64) NOT NULL,
  subject VARCHAR(400) NOT NULL,
  detail VARCHAR(2000)
);
CREATE INDEX audit_at ON audit (at);
