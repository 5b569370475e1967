-- Since when a ticket is open. NULL: it was opened by a version that did not keep this.
ALTER TABLE remote_id ADD COLUMN kept_at TIMESTAMP(6) WITH TIME ZONE;

-- The people who wait for somebody, the longest waiting first.
CREATE INDEX journey_waiting ON journey (decision, decided_at);
CREATE INDEX journey_renewal ON journey (renewal, renewal_deadline);
