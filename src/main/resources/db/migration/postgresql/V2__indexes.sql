CREATE INDEX event_open ON event (state, seq) WHERE state <> 'decided';

-- A lease changes no indexed column: with room on its page, the row's indexes stay as they are.
ALTER TABLE delivery SET (fillfactor = 70);

CREATE INDEX delivery_due ON delivery (destination, next_attempt_at, turn) WHERE status = 'pending';
CREATE INDEX delivery_lane ON delivery (lane, turn) WHERE status = 'pending';
CREATE INDEX delivery_done ON delivery (lane, seq) WHERE status = 'delivered';
CREATE INDEX delivery_dead ON delivery (destination, seq) WHERE status = 'dead';
