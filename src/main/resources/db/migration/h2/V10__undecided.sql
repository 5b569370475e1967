CREATE INDEX journey_undecided ON journey (decision, updated_at);
