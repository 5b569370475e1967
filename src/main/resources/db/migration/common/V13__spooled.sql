-- What waited in a node's spool has a number of when it left that, and not of when it was received.
ALTER TABLE event ADD COLUMN spooled BOOLEAN DEFAULT FALSE NOT NULL;
