-- A look of the ledger is a comparison with what other systems hold: when it was due, or who has asked for it. Null for all others.
ALTER TABLE comparison ADD COLUMN ledger VARCHAR(64);
-- The id of a ticket that is to be closed, as the desk has told it.
ALTER TABLE comparison_item ADD COLUMN ticket VARCHAR(400);
CREATE UNIQUE INDEX comparison_ledger ON comparison (ledger);
