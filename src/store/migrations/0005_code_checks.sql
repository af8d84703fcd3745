-- What codes told that people read off their tokens, and what follows for the tokens. Changes nothing that exists.

-- Never the code itself: it could still sign in.
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

-- When Okta last accepted a code for the present owner: until then the token is enrolled, and not proven.
ALTER TABLE token ADD COLUMN verified_at INTEGER CHECK (verified_at IS NULL OR user_id IS NOT NULL);
-- How far its clock was ahead (ms) at the last code, how fast that grows, and when Okta will begin to refuse its codes.
ALTER TABLE token ADD COLUMN ahead_ms INTEGER;
ALTER TABLE token ADD COLUMN ms_per_month INTEGER;
ALTER TABLE token ADD COLUMN leaves_at INTEGER;
CREATE INDEX token_leaves ON token (leaves_at) WHERE leaves_at IS NOT NULL;
