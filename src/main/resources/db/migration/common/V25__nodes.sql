-- The nodes that run, and when each was last heard of by the database's clock. What a node has claimed is due again
-- when it has been silent for too long, or when its process is seen to be gone.
CREATE TABLE node (
  name VARCHAR(128) NOT NULL PRIMARY KEY,
  machine VARCHAR(200),
  pid BIGINT NOT NULL,
  process_start BIGINT,
  heard_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

ALTER TABLE delivery ADD COLUMN leased_at TIMESTAMP(6) WITH TIME ZONE;
