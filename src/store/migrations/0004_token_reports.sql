-- What people report of a token: that it is lost, found, faulty, returned or retired. Changes nothing that exists.

-- Whose a lost or faulty token was before it was taken from him: found, it goes back to him.
ALTER TABLE token ADD COLUMN former_user_id TEXT CHECK (former_user_id IS NULL OR state IN ('lost', 'faulty'));
ALTER TABLE token ADD COLUMN former_user_login TEXT CHECK ((former_user_login IS NULL) = (former_user_id IS NULL));

-- What was reported of the row's token, where that is why the row is there.
ALTER TABLE batch_row ADD COLUMN report TEXT NOT NULL DEFAULT ''
  CHECK (report IN ('', 'lose', 'find', 'break', 'return', 'retire'));
