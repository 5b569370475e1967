-- Every index is written to for each event and each delivery, when it comes and when it ends. Lists go by the id, which
-- is in the order of time; the deliveries of an event are found by their identity, which begins with it. One that is
-- about no event has a random key, so it does not matter that no NULL equals another.
DROP INDEX event_seq;
DROP INDEX delivery_seq;
DROP INDEX delivery_event;
ALTER TABLE delivery DROP CONSTRAINT delivery_identity;
ALTER TABLE delivery ADD CONSTRAINT delivery_identity UNIQUE (event_id, destination, message_key);
