-- The few journeys whose AML alarm stands in the CRM: each event of their person asks for them.
CREATE INDEX journey_overruling ON journey (reference_no, source)
  WHERE signs LIKE '%OVERRULES%';
