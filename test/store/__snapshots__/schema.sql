CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (actor <> ''),
  event TEXT NOT NULL CHECK (event <> ''),
  batch_id TEXT,
  row_id TEXT,
  serial_key TEXT,
  user_id TEXT,
  detail TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE INDEX audit_batch ON audit (batch_id) WHERE batch_id IS NOT NULL;

CREATE INDEX audit_row ON audit (row_id) WHERE row_id IS NOT NULL;

CREATE INDEX audit_serial ON audit (serial_key) WHERE serial_key IS NOT NULL;

CREATE INDEX audit_user ON audit (user_id) WHERE user_id IS NOT NULL;

CREATE TRIGGER audit_follows BEFORE INSERT ON audit
WHEN NEW.seq <> (SELECT seq + 1 FROM audit_head) OR NEW.prev_hash <> (SELECT hash FROM audit_head) BEGIN
  SELECT RAISE(ABORT, 'an audit row must follow the last one');
END;

CREATE TRIGGER audit_keeps_all BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'audit rows are never deleted');
END;

CREATE TRIGGER audit_keeps_rows BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'audit rows are never changed');
END;

CREATE TRIGGER audit_moves_head AFTER INSERT ON audit BEGIN
  UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash;
END;

CREATE TABLE audit_head (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_keeps_head BEFORE UPDATE ON audit_head
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq AND hash = NEW.hash) OR NEW.seq <> OLD.seq + 1 BEGIN
  SELECT RAISE(ABORT, 'the end of the audit only moves with a row');
END;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit_head BEGIN
  SELECT RAISE(ABORT, 'the end of the audit is never deleted');
END;

CREATE TABLE "batch" (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('csv', 'assign', 'revoke', 'replace', 'retry', 'undo')),
  state TEXT NOT NULL CHECK (state IN (
    'planning', 'awaiting_approval', 'running', 'paused', 'stopping', 'finished', 'stopped', 'rejected', 'withdrawn',
    'expired', 'discarded'
  )),
  -- What it came from, under the sender's own name for it: the same event twice is the same batch.
  origin TEXT NOT NULL UNIQUE CHECK (origin <> ''),
  -- The batch whose rows it tries again or takes back.
  source_id TEXT REFERENCES "batch" (id),
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
  finished_at INTEGER, cleared_at INTEGER,
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

CREATE INDEX batch_age ON batch (created_at);

CREATE UNIQUE INDEX batch_code ON batch (code) WHERE code <> '';

CREATE INDEX batch_file ON batch (file_id) WHERE file_id IS NOT NULL;

CREATE INDEX batch_source ON batch (source_id) WHERE source_id IS NOT NULL;

CREATE INDEX batch_state ON batch (state, created_at);

CREATE TABLE "batch_row" (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  batch_id TEXT NOT NULL REFERENCES batch (id),
  line INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('enroll', 'unenroll', 'replace', 'stock', 'none')),
  verdict TEXT NOT NULL CHECK (verdict IN (
    'enroll', 'unenroll', 'replace', 'stock', 'already_enrolled', 'already_in_stock', 'nothing_to_revoke',
    'has_other_factor', 'user_unknown', 'user_ambiguous', 'user_inactive', 'user_protected', 'user_unreadable',
    'serial_taken', 'serial_unknown', 'serial_unusable', 'duplicate_user', 'duplicate_serial', 'seed_mismatch', 'seed_reused',
    'no_authenticator', 'authenticator_ambiguous', 'bad_row'
  )),
  reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN (
    'planned', 'intended', 'unknown', 'enrolled', 'unenrolled', 'stocked', 'skipped', 'blocked', 'failed',
    'cancelled', 'needs_review'
  )),
  user_ref TEXT NOT NULL,
  user_id TEXT NOT NULL,
  user_login TEXT NOT NULL,
  serial TEXT NOT NULL,
  -- The serial as it is compared: people type it from the back of the device.
  serial_key TEXT NOT NULL,
  authenticator_id TEXT NOT NULL,
  target_factor_id TEXT NOT NULL,
  seen_factor_ids TEXT NOT NULL,
  only_factor INTEGER CHECK (only_factor IN (0, 1)),
  observed_at INTEGER NOT NULL,
  -- What the vendor's file says about the token; becomes the token when the row succeeds.
  settings TEXT NOT NULL,
  manufacturer TEXT NOT NULL,
  model TEXT NOT NULL,
  seed_fingerprint TEXT NOT NULL,
  seed_length INTEGER NOT NULL,
  attempt INTEGER NOT NULL DEFAULT 0,
  lost INTEGER NOT NULL DEFAULT 0,
  intent_at INTEGER,
  okta_at INTEGER,
  not_before INTEGER,
  factor_id TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '',
  request_id TEXT NOT NULL DEFAULT '',
  settled_at INTEGER,
  -- Why a row is held back although nothing has failed yet: the sentence it ends with if it is about this row alone.
  held TEXT NOT NULL DEFAULT '',
  -- Okta's clock at the first intent whose answer was lost: a factor younger than this may be the row's own.
  doubt_from INTEGER,
  -- When a row that was left to a person is looked at once more.
  look_at INTEGER,
  -- A replacement asks several things of Okta, one after another: how far it is, and what it takes away.
  step TEXT NOT NULL DEFAULT '' CHECK (step IN ('', 'enroll', 'restore')),
  old_serial TEXT NOT NULL DEFAULT '',
  old_authenticator_id TEXT NOT NULL DEFAULT '',
  -- Why a row failed, in a word that can be judged: some failures no second try mends.
  cause TEXT NOT NULL DEFAULT '',
  -- The row it tries again or takes back, and which try it is.
  source_row_id TEXT REFERENCES "batch_row" (id),
  tries INTEGER NOT NULL DEFAULT 1 CHECK (tries > 0),
  -- What was reported of the row's token, where that is why the row is there.
  report TEXT NOT NULL DEFAULT ''
  CHECK (report IN ('', 'lose', 'find', 'break', 'return', 'retire')),
  CHECK ((settled_at IS NOT NULL) = (state NOT IN ('planned', 'intended', 'unknown'))),
  CHECK (lost BETWEEN 0 AND attempt),
  CHECK ((attempt > 0) = (intent_at IS NOT NULL)),
  -- Okta is never asked, and never said to have answered, without an intent.
  CHECK (state NOT IN ('intended', 'unknown', 'enrolled', 'unenrolled') OR attempt > 0),
  CHECK (state NOT IN ('enrolled', 'unenrolled') OR (user_id <> '' AND factor_id <> ''))
) STRICT;

CREATE INDEX batch_row_line ON batch_row (batch_id, line, id);

CREATE INDEX batch_row_look ON batch_row (look_at) WHERE look_at IS NOT NULL;

CREATE INDEX batch_row_open ON batch_row (batch_id, line, id) WHERE settled_at IS NULL;

CREATE UNIQUE INDEX batch_row_open_serial ON batch_row (serial_key)
  WHERE state IN ('intended', 'unknown') AND serial_key <> '';

CREATE UNIQUE INDEX batch_row_open_user ON batch_row (user_id)
  WHERE state IN ('intended', 'unknown') AND user_id <> '';

CREATE INDEX batch_row_serial ON batch_row (serial_key);

CREATE INDEX batch_row_source ON batch_row (source_row_id) WHERE source_row_id IS NOT NULL;

CREATE INDEX batch_row_state ON batch_row (batch_id, state, line);

CREATE TABLE code_check (
  id INTEGER PRIMARY KEY,
  -- Empty where the bot does not know the token.
  serial_key TEXT NOT NULL,
  -- Empty where nobody has the token.
  user_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (actor <> ''),
  answer TEXT NOT NULL CHECK (answer IN ('asked', 'works', 'fits', 'outside', 'used', 'wrong', 'refused', 'unanswered')),
  -- The time step of the code, and how far (ms) the token's clock was ahead; NULL where the code is not the token's.
  step INTEGER,
  ahead_ms INTEGER,
  -- 1 where Okta counts it, or may count it, as a failed try: a few of them lock the account.
  counted INTEGER NOT NULL DEFAULT 0 CHECK (counted IN (0, 1)),
  CHECK ((step IS NULL) = (ahead_ms IS NULL))
) STRICT;

CREATE INDEX code_check_token ON code_check (serial_key, at) WHERE serial_key <> '';

CREATE INDEX code_check_user ON code_check (user_id, at) WHERE user_id <> '';

CREATE TABLE cursor (
  name TEXT PRIMARY KEY CHECK (name <> ''),
  value TEXT NOT NULL
) STRICT;

CREATE TABLE migration (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  batch_id TEXT NOT NULL REFERENCES batch (id),
  row_id TEXT REFERENCES batch_row (id),
  channel_id TEXT NOT NULL CHECK (channel_id <> ''),
  thread INTEGER NOT NULL CHECK (thread IN (0, 1)),
  kind TEXT NOT NULL CHECK (kind IN (
    'card', 'row', 'rows', 'plan_file', 'result_file', 'report', 'delete_file', 'file_deleted', 'notice'
  )),
  payload TEXT NOT NULL,
  dedupe_key TEXT UNIQUE,
  priority INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'unknown', 'dead')),
  -- How often it was asked for, and which of these requests the last attempt serves.
  version INTEGER NOT NULL DEFAULT 1,
  taken_version INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- 1 while it may be in Slack already: an answer was lost, or the process ended before it came.
  lost INTEGER NOT NULL DEFAULT 0 CHECK (lost IN (0, 1)),
  not_before INTEGER,
  why TEXT NOT NULL DEFAULT '',
  ts TEXT,
  created_at INTEGER NOT NULL,
  settled_at INTEGER,
  CHECK (taken_version <= version),
  CHECK ((settled_at IS NOT NULL) = (state IN ('sent', 'dead')))
) STRICT;

CREATE UNIQUE INDEX outbox_card ON outbox (batch_id) WHERE kind = 'card';

CREATE INDEX outbox_open ON outbox (priority, id) WHERE settled_at IS NULL;

CREATE TABLE seed (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  row_id TEXT NOT NULL UNIQUE REFERENCES batch_row (id),
  serial TEXT NOT NULL,
  nonce BLOB NOT NULL CHECK (length(nonce) = 12),
  ciphertext BLOB NOT NULL,
  tag BLOB NOT NULL CHECK (length(tag) = 16),
  key_id TEXT NOT NULL REFERENCES vault_key (id),
  created_at INTEGER NOT NULL
, wrapped BLOB CHECK (wrapped IS NULL OR length(wrapped) = 60), org_id TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE seen (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX seen_age ON seen (at);

CREATE TABLE token (
  serial_key TEXT PRIMARY KEY CHECK (serial_key <> ''),
  serial TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('stock', 'assigned', 'lost', 'faulty', 'retired')),
  settings TEXT NOT NULL,
  manufacturer TEXT NOT NULL,
  model TEXT NOT NULL,
  seed_fingerprint TEXT NOT NULL,
  seed_length INTEGER NOT NULL,
  seed_id TEXT REFERENCES seed (id),
  user_id TEXT,
  user_login TEXT,
  factor_id TEXT,
  authenticator_id TEXT,
  assigned_at INTEGER,
  batch_id TEXT NOT NULL REFERENCES batch (id), former_user_id TEXT CHECK (former_user_id IS NULL OR state IN ('lost', 'faulty')), former_user_login TEXT CHECK ((former_user_login IS NULL) = (former_user_id IS NULL)), verified_at INTEGER CHECK (verified_at IS NULL OR user_id IS NOT NULL), ahead_ms INTEGER, ms_per_month INTEGER, leaves_at INTEGER,
  CHECK (state <> 'assigned' OR user_id IS NOT NULL),
  -- A lost or faulty token keeps its user until the factor is gone: only then may it be handed to somebody else.
  CHECK (state NOT IN ('stock', 'retired') OR user_id IS NULL),
  CHECK ((user_id IS NULL) = (factor_id IS NULL) AND (user_id IS NULL) = (user_login IS NULL) AND
    (user_id IS NULL) = (authenticator_id IS NULL) AND (user_id IS NULL) = (assigned_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX token_fingerprint ON token (seed_fingerprint) WHERE seed_fingerprint <> '';

CREATE INDEX token_leaves ON token (leaves_at) WHERE leaves_at IS NOT NULL;

CREATE INDEX token_seed ON token (seed_id) WHERE seed_id IS NOT NULL;

CREATE INDEX token_state ON token (state);

CREATE UNIQUE INDEX token_user ON token (user_id, authenticator_id) WHERE user_id IS NOT NULL;

CREATE TABLE vault_key (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  check_value TEXT NOT NULL
, printing BLOB CHECK (printing IS NULL OR length(printing) = 60)) STRICT;
