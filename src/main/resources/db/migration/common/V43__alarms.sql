-- The end of an AML alarm is no new word on the person: the event that had decided before counts again.
ALTER TABLE journey ADD COLUMN seq_before_alarm BIGINT;
