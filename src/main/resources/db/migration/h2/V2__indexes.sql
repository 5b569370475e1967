CREATE INDEX event_open ON event (state, seq);

CREATE INDEX delivery_due ON delivery (destination, status, next_attempt_at, turn);
CREATE INDEX delivery_lane ON delivery (lane, status, turn);
