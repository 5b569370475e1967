CREATE INDEX journey_undecided ON journey (updated_at) WHERE decision IS NULL;
