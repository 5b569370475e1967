-- What sequences of events mean for a person: rounds, renewals, twins, and which journey is a person's newest.
ALTER TABLE journey ADD COLUMN decided_at TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE journey ADD COLUMN decision_before VARCHAR(32);
ALTER TABLE journey ADD COLUMN person_before VARCHAR(32);
ALTER TABLE journey ADD COLUMN round INT DEFAULT 1 NOT NULL;
ALTER TABLE journey ADD COLUMN signs VARCHAR(128) DEFAULT '' NOT NULL;
ALTER TABLE journey ADD COLUMN renewal VARCHAR(16) DEFAULT 'none' NOT NULL;
ALTER TABLE journey ADD COLUMN renewal_deadline VARCHAR(1000);
ALTER TABLE journey ADD COLUMN required_steps VARCHAR;
ALTER TABLE journey ADD COLUMN aml_number VARCHAR(512);
ALTER TABLE journey ADD COLUMN renewed_at TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE journey ADD COLUMN facts VARCHAR;
ALTER TABLE journey ADD COLUMN changed_seq BIGINT;
ALTER TABLE journey ADD COLUMN reference_no VARCHAR(512);
ALTER TABLE journey ADD COLUMN began_seq BIGINT;

-- All that an event meant, beside the columns by which it is found.
ALTER TABLE event ADD COLUMN verdict VARCHAR;

-- Journeys that are known keep their meaning: what their events have told is not told once more.
UPDATE journey SET
  decided_at = CASE WHEN decision IS NULL THEN NULL ELSE COALESCE(
    (SELECT MAX(e.received_at) FROM event e
     WHERE e.journey_key = journey.journey_key AND e.source = journey.source
       AND e.seq = journey.decision_seq), updated_at) END,
  decision_seq = CASE WHEN decision IS NULL THEN NULL ELSE COALESCE(decision_seq, 0) END,
  aml_number = CAST(aml_version AS VARCHAR(64)),
  changed_seq = GREATEST(COALESCE(decision_seq, 0), COALESCE(aml_seq, 0)),
  began_seq = COALESCE(
    (SELECT MIN(e.seq) FROM event e
     WHERE e.journey_key = journey.journey_key AND e.source = journey.source),
    decision_seq, aml_seq, 0),
  reference_no = (SELECT MAX(e.reference_no) FROM event e
    WHERE e.journey_key = journey.journey_key AND e.source = journey.source),
  renewal = CASE WHEN EXISTS (SELECT 1 FROM remote_id r
    WHERE r.source = journey.source AND r.journey_key = journey.journey_key
      AND r.name = 'ticket.kyc') THEN 'overdue' ELSE 'none' END,
  signs = CASE WHEN EXISTS (SELECT 1 FROM event e
      WHERE e.journey_key = journey.journey_key AND e.source = journey.source
        AND e.event = 'Finished Journey') THEN 'FINISHED,' ELSE '' END
    || CASE WHEN EXISTS (SELECT 1 FROM remote_id r
      WHERE r.source = journey.source AND r.journey_key = journey.journey_key
        AND r.name = 'ticket.aml') THEN 'ALARM' ELSE '' END;

-- The reference comes first: by the source alone, the planner would take it for a lookup of one journey.
CREATE INDEX journey_reference ON journey (reference_no, source, began_seq);

-- A person's spot checks share their ticket.
INSERT INTO remote_id (source, journey_key, name, id)
SELECT r.source, e.reference_no, r.name, MAX(r.id)
FROM remote_id r JOIN event e ON e.journey_key = r.journey_key AND e.source = r.source
WHERE r.name = 'ticket.spot-check' AND e.reference_no IS NOT NULL
GROUP BY r.source, e.reference_no, r.name
ON CONFLICT DO NOTHING;
