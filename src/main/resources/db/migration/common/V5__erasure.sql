-- Journeys that were erased: what a spool still holds of them is erased as it arrives.
CREATE TABLE erasure (
  source VARCHAR(64) NOT NULL,
  journey_key VARCHAR(512) NOT NULL,
  erased_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (source, journey_key)
);
