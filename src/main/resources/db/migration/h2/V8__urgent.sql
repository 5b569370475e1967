CREATE INDEX delivery_urgent ON delivery (urgent, destination, status, next_attempt_at, turn);
