-- What attempts asked other systems, and what these answered; only while idwise.exchange-log.enabled says so.
CREATE TABLE exchange_log (
  id UUID NOT NULL PRIMARY KEY,
  delivery_id UUID NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
  series INT NOT NULL,
  number INT NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  took_ms BIGINT NOT NULL,
  method VARCHAR(16) NOT NULL,
  url VARCHAR(4000) NOT NULL,
  request VARCHAR,
  status INT,
  answer VARCHAR
);
CREATE INDEX exchange_log_delivery ON exchange_log (delivery_id);
CREATE INDEX exchange_log_at ON exchange_log (at);
