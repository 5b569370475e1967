-- Without lanes that are null it answers for lanes only. With them, a query for what is due could
-- be planned to read all of it while it was small, and went on so when it had grown.
DROP INDEX delivery_lane;
CREATE INDEX delivery_lane ON delivery (lane, turn) WHERE status = 'pending' AND lane IS NOT NULL;

-- The small indexes of open work lose what has been ended when its table is vacuumed. By default
-- that is when a fifth of the table has changed, which at millions of rows is days away.
ALTER TABLE delivery SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 1000);
ALTER TABLE event SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 1000);
ALTER TABLE journey SET (autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05);
