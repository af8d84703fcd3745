-- Rows that are left out because their user has an administrator role in Okta. SQLite changes no CHECK in place, so
-- `batch_row` is made anew (https://www.sqlite.org/lang_altertable.html#otheralter).

CREATE TABLE batch_row_anew (
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
  source_row_id TEXT REFERENCES batch_row_anew (id),
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

INSERT INTO batch_row_anew (id, batch_id, line, action, verdict, reason, state, user_ref, user_id, user_login, serial, serial_key,
    authenticator_id, target_factor_id, seen_factor_ids, only_factor, observed_at, settings, manufacturer, model,
    seed_fingerprint, seed_length, attempt, lost, intent_at, okta_at, not_before, factor_id, outcome, request_id, settled_at,
    held, doubt_from, look_at, step, old_serial, old_authenticator_id, cause, source_row_id, tries, report)
  SELECT id, batch_id, line, action, verdict, reason, state, user_ref, user_id, user_login, serial, serial_key,
    authenticator_id, target_factor_id, seen_factor_ids, only_factor, observed_at, settings, manufacturer, model,
    seed_fingerprint, seed_length, attempt, lost, intent_at, okta_at, not_before, factor_id, outcome, request_id, settled_at,
    held, doubt_from, look_at, step, old_serial, old_authenticator_id, cause, source_row_id, tries, report
  FROM batch_row;
DROP TABLE batch_row;
ALTER TABLE batch_row_anew RENAME TO batch_row;

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
