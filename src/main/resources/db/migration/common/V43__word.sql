-- The event that decided on the person: the end of an AML alarm is no new word.
ALTER TABLE journey ADD COLUMN word_seq BIGINT;
