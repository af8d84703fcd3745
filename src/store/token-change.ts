import { AppError } from '../domain/errors.ts';
import type { Row } from '../domain/row.ts';
import { foldSerial, nextTokenState } from '../domain/token.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { about } from './intents.ts';
import { shredTokenSeed } from './vault.ts';

/** What a settled row means for its token. */
export type TokenChange =
  | {
      readonly kind: 'assign';
      readonly serial: string;
      readonly userId: string;
      readonly userLogin: string;
      readonly factorId: string;
      readonly authenticatorId: string;
    }
  | { readonly kind: 'stock'; readonly serial: string }
  | { readonly kind: 'revoke'; readonly serial: string };

/**
 * Applies what Okta did, or the stock that was taken in, to the tokens. A token new to the bot is made from the
 * vendor facts of its row. An assignment is recorded whatever was believed of the token: Okta has decided it.
 */
export async function changeToken(tx: Db, change: TokenChange, row: Row, at: number): Promise<void> {
  switch (change.kind) {
    case 'stock':
      return stock(tx, change.serial, row);
    case 'assign':
      return assign(tx, change, row, at);
    case 'revoke':
      return revoke(tx, change.serial, row, at);
  }
}

/** The vendor facts of a row as a token in stock, for the token the row is about and no other. A seed that another token has is not noted twice. */
const fromRow = `
  SELECT $2, $3, 'stock', r.settings, r.manufacturer, r.model,
    CASE WHEN EXISTS (SELECT 1 FROM token t WHERE t.seed_fingerprint = r.seed_fingerprint
        AND t.seed_fingerprint <> '' AND t.serial_key <> $2)
      THEN '' ELSE r.seed_fingerprint END,
    r.seed_length, (SELECT id FROM seed WHERE row_id = r.id), r.batch_id
  FROM batch_row r WHERE r.id = $1 AND r.serial_key = $2`;

const columns =
  'serial_key, serial, state, settings, manufacturer, model, seed_fingerprint, seed_length, seed_id, batch_id';

async function stock(tx: Db, serial: string, row: Row): Promise<void> {
  const [clash] = await tx.query(
    `SELECT t.serial FROM token t JOIN batch_row r ON r.id = $1
      WHERE t.serial_key = $2 OR (t.seed_fingerprint = r.seed_fingerprint AND t.seed_fingerprint <> '')`,
    [row.id, foldSerial(serial)],
  );
  // Another batch brought the serial or the seed since this one was planned; `tokenConflict` tells it beforehand.
  if (clash !== undefined)
    throw new AppError('INTERNAL', { fault: 'the token is already known', rowId: row.id });
  await tx.query(`INSERT INTO token (${columns}) ${fromRow}`, [row.id, foldSerial(serial), serial]);
}

async function assign(tx: Db, change: TokenChange & { kind: 'assign' }, row: Row, at: number): Promise<void> {
  const key = foldSerial(change.serial);
  // The row's own seed is the one Okta has got; a row without one used the seed the token had.
  await tx.query(
    `INSERT INTO token (${columns}) ${fromRow}
      ON CONFLICT (serial_key) DO UPDATE SET settings = excluded.settings, manufacturer = excluded.manufacturer,
        model = excluded.model, seed_fingerprint = excluded.seed_fingerprint, seed_length = excluded.seed_length,
        seed_id = excluded.seed_id
      WHERE excluded.seed_id IS NOT NULL`,
    [row.id, key, change.serial],
  );
  await releaseOthers(tx, change, row, at);
  await tx.query(
    `UPDATE token SET state = CASE WHEN state IN ('lost', 'faulty') AND $8 <> 'find' THEN state ELSE 'assigned' END,
        former_user_id = NULL, former_user_login = NULL, verified_at = NULL, user_id = $2, user_login = $3, factor_id = $4, authenticator_id = $5, assigned_at = $6, batch_id = $7
      WHERE serial_key = $1`,
    [
      key,
      change.userId,
      change.userLogin,
      change.factorId,
      change.authenticatorId,
      at,
      row.batchId,
      row.report ?? '',
    ],
  );
  if (row.report === 'find')
    await appendAudit(tx, { ...about(row), at, actor: 'bot', event: 'token.find', serial: change.serial });
}

const released = (state: string): string => `
  state = CASE WHEN state = 'assigned' THEN ${state} ELSE state END,
  user_id = NULL, user_login = NULL, factor_id = NULL, authenticator_id = NULL, assigned_at = NULL,
  verified_at = NULL`;

/** Okta accepts one factor per user and authenticator, so a token it held before is no longer enrolled. */
async function releaseOthers(
  tx: Db,
  change: TokenChange & { kind: 'assign' },
  row: Row,
  at: number,
): Promise<void> {
  const others = await tx.query(
    `UPDATE token SET ${released("'stock'")} WHERE user_id = $1 AND authenticator_id = $2 AND serial_key <> $3
      RETURNING serial_key`,
    [change.userId, change.authenticatorId, foldSerial(change.serial)],
  );
  for (const { serial_key: serial } of others) {
    await appendAudit(tx, {
      ...about(row),
      at,
      actor: 'bot',
      event: 'token.revoke',
      serial: String(serial),
      detail: { followedBy: change.serial },
    });
  }
}

async function revoke(tx: Db, serial: string, row: Row, at: number): Promise<void> {
  const event = row.report ?? 'revoke';
  const state = nextTokenState('assigned', event) ?? 'stock';
  const keepsOwner = state === 'lost' || state === 'faulty';
  const freed = await tx.query(
    `UPDATE token SET ${released(`'${state}'`)}${keepsOwner ? ', former_user_id = user_id, former_user_login = user_login' : ''}
      WHERE serial_key = $1 AND user_id = $2 AND factor_id = $3 RETURNING serial_key`,
    // The token may have been enrolled anew since this row was planned: only the factor that went frees it.
    [foldSerial(serial), row.userId, row.factorId],
  );
  if (freed.length === 0) return;
  if (state === 'retired') await shredTokenSeed(tx, serial);
  const detail = { from: 'assigned', to: state };
  await appendAudit(tx, { ...about(row), at, actor: 'bot', event: `token.${event}`, serial, detail });
}
