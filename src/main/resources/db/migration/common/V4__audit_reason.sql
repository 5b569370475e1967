-- What an operator said why.
ALTER TABLE audit ADD COLUMN reason VARCHAR(1000);
