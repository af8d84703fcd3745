-- What a batch learns while it runs, and what a row needs beyond one request and its answer.

-- How the rows of a batch ended so far, as far as it decides whether the batch pauses by itself.
ALTER TABLE batch ADD COLUMN tally TEXT NOT NULL DEFAULT '{}';

-- Why a row is held back although nothing has failed yet: the sentence it ends with if it is about this row alone.
ALTER TABLE batch_row ADD COLUMN held TEXT NOT NULL DEFAULT '';
-- Okta's clock at the first intent whose answer was lost: a factor younger than this may be the row's own.
ALTER TABLE batch_row ADD COLUMN doubt_from INTEGER;
-- When a row that was left to a person is looked at once more.
ALTER TABLE batch_row ADD COLUMN look_at INTEGER;

CREATE INDEX batch_row_look ON batch_row (look_at) WHERE look_at IS NOT NULL;

-- A replacement asks several things of Okta, one after another: how far it is, and what it takes away.
ALTER TABLE batch_row ADD COLUMN step TEXT NOT NULL DEFAULT '' CHECK (step IN ('', 'enroll', 'restore'));
ALTER TABLE batch_row ADD COLUMN old_serial TEXT NOT NULL DEFAULT '';
ALTER TABLE batch_row ADD COLUMN old_authenticator_id TEXT NOT NULL DEFAULT '';
