-- Most deliveries are delivered by an attempt of which there is nothing more to say than where, when and how long. It
-- stands in the delivery's own row, which is written then anyway.
ALTER TABLE delivery ADD COLUMN attempt_node VARCHAR(128);
ALTER TABLE delivery ADD COLUMN attempt_started_at TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE delivery ADD COLUMN attempt_ms BIGINT;

CREATE VIEW every_attempt AS
SELECT delivery_id, series, number, outcome, error, node, started_at, duration_ms FROM attempt
UNION ALL
SELECT id, series, attempts, 'delivered', NULL, attempt_node, attempt_started_at, attempt_ms
FROM delivery WHERE attempt_node IS NOT NULL;
