-- Each seed gets a data key of its own, wrapped by SEED_KEY, so that SEED_KEY can be exchanged without opening seeds.
-- Seeds that are there already get theirs at the next start, when SEED_KEY is at hand: until then `wrapped` is NULL.

ALTER TABLE seed ADD COLUMN wrapped BLOB CHECK (wrapped IS NULL OR length(wrapped) = 60);
-- Okta's id of the org it was planned for; empty where that was not noted.
ALTER TABLE seed ADD COLUMN org_id TEXT NOT NULL DEFAULT '';

-- The key of the seeds' fingerprints, wrapped by SEED_KEY: it stays when that is exchanged.
ALTER TABLE vault_key ADD COLUMN printing BLOB CHECK (printing IS NULL OR length(printing) = 60);
