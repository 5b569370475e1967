-- Seals read events by their place. Such an index costs next to nothing as events are stored.
CREATE INDEX event_place ON event USING brin (seq) WITH (pages_per_range = 16, autosummarize = on);
