-- What is pending has no end yet, and only that.
UPDATE delivery SET finished_at = created_at WHERE finished_at IS NULL AND status <> 'pending';
UPDATE delivery SET finished_at = NULL WHERE finished_at IS NOT NULL AND status = 'pending';

-- An index that says so is the only one that answers for the head of a lane. With the
-- status in it, another of what is pending could be read as a whole instead, when both had been small as it was planned.
DROP INDEX delivery_lane;
CREATE INDEX delivery_lane ON delivery (lane, turn) WHERE finished_at IS NULL AND lane IS NOT NULL;

-- Likewise, this one answers for persons only, and not for all journeys of a source.
DROP INDEX journey_reference;
CREATE INDEX journey_reference ON journey (reference_no, source, began_seq)
  WHERE reference_no IS NOT NULL;

-- Journeys are looked for by a list of keys. Until PostgreSQL 17, a list can be the condition of an index
-- as a whole only where it is about the first column; else all journeys of the source may be read.
ALTER TABLE journey DROP CONSTRAINT journey_pkey;
ALTER TABLE journey ADD PRIMARY KEY (journey_key, source);

-- The small indexes of open work lose what has been ended when its table is vacuumed. By default
-- that is when a fifth of the table has changed, which at millions of rows is days away.
ALTER TABLE delivery SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 1000);
ALTER TABLE event SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 1000);
ALTER TABLE journey SET (autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05);
