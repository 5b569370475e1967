-- Deliveries that failed by a destination's own fault since one went through there last: enough of them hold it.
CREATE TABLE destination_failure (
  destination VARCHAR(64) NOT NULL,
  delivery_id UUID NOT NULL,
  PRIMARY KEY (destination, delivery_id)
);

-- A group that nobody can put right, such as recipients that are refused, ends by itself.
ALTER TABLE failure_alert ADD COLUMN until_at TIMESTAMP(6) WITH TIME ZONE;

-- Who has got a mail of which another recipient is still to be tried.
CREATE TABLE mail_reached (
  message_id VARCHAR(400) NOT NULL,
  recipient VARCHAR(400) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (message_id, recipient)
);
CREATE INDEX mail_reached_at ON mail_reached (at);

-- Where each node writes a row and takes it back, to know whether the database takes anything.
CREATE TABLE store_probe (id UUID NOT NULL PRIMARY KEY);
