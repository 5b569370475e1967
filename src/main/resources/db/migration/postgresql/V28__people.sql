-- Since when a ticket is open. NULL: it was opened by a version that did not keep this.
ALTER TABLE remote_id ADD COLUMN kept_at TIMESTAMP(6) WITH TIME ZONE;

-- The people who wait for somebody, the longest waiting first.
CREATE INDEX journey_waiting ON journey (decision, decided_at)
  WHERE decision IN ('Refer', 'Resubmission Requested', 'Incomplete');
CREATE INDEX journey_renewal ON journey (renewal_deadline) WHERE renewal <> 'none';

-- As before, and now also by the beginning of a reference, in any collation.
DROP INDEX journey_reference;
CREATE INDEX journey_reference ON journey (reference_no varchar_pattern_ops, source, began_seq)
  WHERE reference_no IS NOT NULL;
