-- Batches that follow from another one: a retry of its failed rows, an undo of what it enrolled. And a run that waits
-- after its first row. SQLite changes no CHECK in place, so `batch` is made anew (https://www.sqlite.org/lang_altertable.html#otheralter).

CREATE TABLE batch_anew (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('csv', 'assign', 'revoke', 'replace', 'retry', 'undo')),
  state TEXT NOT NULL CHECK (state IN (
    'planning', 'awaiting_approval', 'running', 'paused', 'stopping', 'finished', 'stopped', 'rejected', 'withdrawn',
    'expired', 'discarded'
  )),
  -- What it came from, under the sender's own name for it: the same event twice is the same batch.
  origin TEXT NOT NULL UNIQUE CHECK (origin <> ''),
  -- The batch whose rows it tries again or takes back.
  source_id TEXT REFERENCES batch_anew (id),
  code TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 0,
  plan_hash TEXT NOT NULL DEFAULT '',
  row_count INTEGER NOT NULL DEFAULT 0,
  channel_id TEXT NOT NULL CHECK (channel_id <> ''),
  card_ts TEXT,
  requested_by TEXT NOT NULL CHECK (requested_by <> ''),
  command TEXT NOT NULL,
  asked TEXT NOT NULL,
  file_id TEXT,
  file_name TEXT NOT NULL DEFAULT '',
  file_size_bytes INTEGER NOT NULL DEFAULT 0,
  file_sha256 TEXT NOT NULL DEFAULT '',
  file_permalink TEXT,
  file_deleted_at INTEGER,
  trouble TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  -- What the card tells beside the rows.
  briefing TEXT NOT NULL DEFAULT '{}',
  -- How the rows of a batch ended so far, as far as it decides whether the batch pauses by itself.
  tally TEXT NOT NULL DEFAULT '{}',
  -- 1 while one row after another runs, until the first that is enrolled: then people look before the others follow.
  canary INTEGER NOT NULL DEFAULT 0 CHECK (canary IN (0, 1)),
  expires_at INTEGER,
  decided_by TEXT,
  decided_at INTEGER,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  CHECK ((finished_at IS NOT NULL) = (state IN (
    'finished', 'stopped', 'rejected', 'withdrawn', 'expired', 'discarded'
  ))),
  -- Nothing is shown for approval, or runs, without the plan that people agreed to and a limit to their agreement.
  CHECK (state IN ('planning', 'withdrawn', 'discarded') OR (code <> '' AND plan_hash <> '' AND expires_at IS NOT NULL)),
  CHECK (state NOT IN ('running', 'paused', 'stopping', 'finished', 'stopped') OR
    (decided_by IS NOT NULL AND decided_at IS NOT NULL AND started_at IS NOT NULL)),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CHECK ((source_id IS NOT NULL) = (kind IN ('retry', 'undo')))
) STRICT;

INSERT INTO batch_anew (id, kind, state, origin, code, revision, plan_hash, row_count, channel_id, card_ts, requested_by,
    command, asked, file_id, file_name, file_size_bytes, file_sha256, file_permalink, file_deleted_at, trouble, note,
    briefing, tally, expires_at, decided_by, decided_at, created_at, started_at, finished_at)
  SELECT id, kind, state, origin, code, revision, plan_hash, row_count, channel_id, card_ts, requested_by,
    command, asked, file_id, file_name, file_size_bytes, file_sha256, file_permalink, file_deleted_at, trouble, note,
    briefing, tally, expires_at, decided_by, decided_at, created_at, started_at, finished_at
  FROM batch;
DROP TABLE batch;
ALTER TABLE batch_anew RENAME TO batch;

CREATE UNIQUE INDEX batch_code ON batch (code) WHERE code <> '';
CREATE INDEX batch_state ON batch (state, created_at);
CREATE INDEX batch_file ON batch (file_id) WHERE file_id IS NOT NULL;
CREATE INDEX batch_age ON batch (created_at);
CREATE INDEX batch_source ON batch (source_id) WHERE source_id IS NOT NULL;

-- Why a row failed, in a word that can be judged: some failures no second try mends.
ALTER TABLE batch_row ADD COLUMN cause TEXT NOT NULL DEFAULT '';
-- The row it tries again or takes back, and which try it is.
ALTER TABLE batch_row ADD COLUMN source_row_id TEXT REFERENCES batch_row (id);
ALTER TABLE batch_row ADD COLUMN tries INTEGER NOT NULL DEFAULT 1 CHECK (tries > 0);
CREATE INDEX batch_row_source ON batch_row (source_row_id) WHERE source_row_id IS NOT NULL;
