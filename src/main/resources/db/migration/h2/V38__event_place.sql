-- Seals read events by their place.
CREATE INDEX event_place ON event (seq);
