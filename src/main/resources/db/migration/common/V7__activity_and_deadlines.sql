-- What happened in a minute, and how much waited then; the charts of the last day.
CREATE TABLE activity (
  what VARCHAR(16) NOT NULL,
  destination VARCHAR(64) NOT NULL,
  at_minute BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  PRIMARY KEY (what, destination, at_minute)
);

-- Urgent deliveries have consumers of their own.
ALTER TABLE delivery ADD COLUMN urgent BOOLEAN DEFAULT FALSE NOT NULL;
