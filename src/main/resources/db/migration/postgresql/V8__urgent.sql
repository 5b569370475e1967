CREATE INDEX delivery_urgent ON delivery (destination, next_attempt_at, turn)
WHERE status = 'pending' AND urgent;
