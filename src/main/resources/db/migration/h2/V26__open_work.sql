-- What is pending has no end yet, and only that.
UPDATE delivery SET finished_at = created_at WHERE finished_at IS NULL AND status <> 'pending';
UPDATE delivery SET finished_at = NULL WHERE finished_at IS NOT NULL AND status = 'pending';
