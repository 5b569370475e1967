-- Most deliveries are delivered by an attempt of which there is nothing more to say than which it was, where, when and
-- how long. It stands in the delivery's own row, which is written then anyway.
ALTER TABLE delivery ADD COLUMN attempt_node VARCHAR(128);
ALTER TABLE delivery ADD COLUMN attempt_series INT;
ALTER TABLE delivery ADD COLUMN attempt_number INT;
ALTER TABLE delivery ADD COLUMN attempt_started_at TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE delivery ADD COLUMN attempt_ms BIGINT;

-- An attempt that has just been copied from one to the other is in both, and is one.
CREATE VIEW every_attempt AS
SELECT delivery_id, series, number, outcome, error, node, started_at, duration_ms FROM attempt
UNION
SELECT id, attempt_series, attempt_number, 'delivered', NULL, attempt_node, attempt_started_at, attempt_ms
FROM delivery WHERE attempt_node IS NOT NULL;
