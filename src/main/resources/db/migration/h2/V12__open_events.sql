DROP INDEX event_open;
CREATE INDEX event_open ON event (state, id);
