CREATE INDEX event_open ON event (state, seq) WHERE state <> 'decided';

CREATE INDEX delivery_due ON delivery (destination, next_attempt_at) WHERE status = 'pending';
CREATE INDEX delivery_lane ON delivery (destination, lane, turn) WHERE status = 'pending';
CREATE INDEX delivery_done ON delivery (destination, lane, seq) WHERE status = 'delivered';
CREATE INDEX delivery_dead ON delivery (destination, seq) WHERE status = 'dead';
