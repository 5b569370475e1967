-- When the next attempt may begin at a destination that has a rate.
ALTER TABLE destination ADD COLUMN free_at TIMESTAMP(6) WITH TIME ZONE;

-- How an event came in: webhook, or reconciled when IDWise's API was asked.
ALTER TABLE event ADD COLUMN origin VARCHAR(16) DEFAULT 'webhook' NOT NULL;

-- When IDWise's API was last asked about a journey; kept for some days.
CREATE TABLE api_call (
  source VARCHAR(64) NOT NULL,
  journey_key VARCHAR(256) NOT NULL,
  called_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (source, journey_key)
);
