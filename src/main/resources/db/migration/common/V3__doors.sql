-- When each secret of a source was last used, and its last event and test call came.
CREATE TABLE sighting (
  source VARCHAR(64) NOT NULL,
  what VARCHAR(300) NOT NULL,
  seen_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (source, what)
);
