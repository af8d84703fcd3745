-- Before anything of an approved batch is begun, what is stored is held against what was approved, and whoever approved
-- against who may. Batches that have begun already are not looked at again.
ALTER TABLE batch ADD COLUMN cleared_at INTEGER;
UPDATE batch SET cleared_at = started_at WHERE started_at IS NOT NULL;
