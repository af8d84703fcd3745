import { z } from 'zod';
import { foldSerial, type Token, type TokenState, tokenStates } from '../domain/token.ts';
import type { Db, Fields } from './db.ts';
import { decode, integer, json, optional } from './decode.ts';
import { settingsSchema } from './row-fields.ts';
import { chunks, parameters } from './sql.ts';

/** The token with this serial, however it is typed. */
export async function findToken(db: Db, serial: string): Promise<Token | undefined> {
  const [fields] = await db.query('SELECT * FROM token WHERE serial_key = $1', [foldSerial(serial)]);
  return fields === undefined ? undefined : tokenOf(fields);
}

/** The tokens that are known of these, by their serial as `foldSerial` gives it. */
export async function tokensBySerial(
  db: Db,
  serials: readonly string[],
): Promise<ReadonlyMap<string, Token>> {
  const tokens = await tokensWhere(db, 'serial_key', serials.map(foldSerial));
  return new Map(tokens.map((token) => [foldSerial(token.serial), token]));
}

/** The tokens that have one of these seeds, by the fingerprint. */
export async function tokensByFingerprint(
  db: Db,
  fingerprints: readonly string[],
): Promise<ReadonlyMap<string, Token>> {
  const tokens = await tokensWhere(db, 'seed_fingerprint', fingerprints);
  return new Map(tokens.map((token) => [token.seedFingerprint, token]));
}

/** The tokens held by each of these users, by Okta user id; users without one are absent. */
export async function tokensOfUsers(
  db: Db,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Token[]>> {
  return Map.groupBy(await tokensWhere(db, 'user_id', userIds), (token) => token.userId ?? '');
}

export async function tokensOfUser(db: Db, userId: string): Promise<readonly Token[]> {
  return tokensWhere(db, 'user_id', [userId]);
}

async function tokensWhere(
  db: Db,
  column: 'serial_key' | 'seed_fingerprint' | 'user_id',
  values: readonly string[],
): Promise<readonly Token[]> {
  const found: Token[] = [];
  for (const part of chunks([...new Set(values)].filter((value) => value !== ''))) {
    const rows = await db.query(
      `SELECT * FROM token WHERE ${column} IN (${parameters(part.length)}) AND ${column} <> ''
        ORDER BY serial_key`,
      part,
    );
    found.push(...rows.map(tokenOf));
  }
  return found;
}

/** The first tokens that fit, by serial, and how many more do. */
export interface TokensFound {
  readonly first: readonly Token[];
  readonly more: number;
}

/** Tokens whose serial ends in these characters, for people who read only the last ones. */
export function tokensEndingIn(db: Db, ending: string, limit: number): Promise<TokensFound> {
  return tokensLike(db, { columns: ['serial_key'], pattern: `%${escaped(foldSerial(ending))}`, limit });
}

/** Tokens whose serial, user, manufacturer or model contains a text, whatever its case. */
export function searchTokens(db: Db, text: string, limit: number): Promise<TokensFound> {
  const columns = ['serial_key', 'user_login', 'manufacturer', 'model'];
  return tokensLike(db, { columns, pattern: `%${escaped(text.toUpperCase())}%`, limit });
}

async function tokensLike(
  db: Db,
  wanted: { readonly columns: readonly string[]; readonly pattern: string; readonly limit: number },
): Promise<TokensFound> {
  const any = wanted.columns.map((column) => `upper(${column}) LIKE $1 ESCAPE '\\'`).join(' OR ');
  const rows = await db.query(
    `SELECT *, count(*) OVER () AS fitting FROM token WHERE ${any} ORDER BY serial_key LIMIT $2`,
    [wanted.pattern, wanted.limit],
  );
  const fitting = rows[0] === undefined ? 0 : decode(integer, rows[0]['fitting'], 'token');
  return { first: rows.map(tokenOf), more: fitting - rows.length };
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/gu, String.raw`\$&`);

/** How many tokens are in each state, states without tokens included. */
export async function countTokens(db: Db): Promise<Record<TokenState, number>> {
  const counts: Record<TokenState, number> = { stock: 0, assigned: 0, lost: 0, faulty: 0, retired: 0 };
  for (const fields of await db.query('SELECT state, count(*) AS n FROM token GROUP BY state')) {
    const { state, n } = decode(z.object({ state: z.enum(tokenStates), n: integer }), fields, 'token');
    counts[state] = n;
  }
  return counts;
}

/** Tokens in a state, in the order of their serials. */
export async function tokensIn(db: Db, state: TokenState, limit: number): Promise<readonly Token[]> {
  const rows = await db.query('SELECT * FROM token WHERE state = $1 ORDER BY serial_key LIMIT $2', [
    state,
    limit,
  ]);
  return rows.map(tokenOf);
}

/**
 * What stands against a planned row since it was planned: its serial is assigned to somebody or unusable, its seed
 * belongs to another serial, or the serial was given another seed. Undefined when nothing does.
 */
export async function tokenConflict(
  db: Db,
  rowId: string,
): Promise<'serial_taken' | 'serial_unusable' | 'seed_reused' | 'seed_mismatch' | undefined> {
  const [fields] = await db.query(
    `SELECT r.action, r.seed_fingerprint AS own, t.state, t.seed_fingerprint AS known,
        r.report = 'find' AND t.state = 'lost' AND t.former_user_id = r.user_id AS back,
        (SELECT count(*) FROM token o WHERE o.seed_fingerprint = r.seed_fingerprint
          AND o.seed_fingerprint <> '' AND o.serial_key <> r.serial_key) AS others
      FROM batch_row r LEFT JOIN token t ON t.serial_key = r.serial_key WHERE r.id = $1`,
    [rowId],
  );
  const found = decode(conflictSchema, fields, 'batch_row');
  if (!['enroll', 'replace', 'stock'].includes(found.action)) return undefined;
  if (found.others > 0) return 'seed_reused';
  if (found.state === undefined) return undefined;
  if (found.own !== '' && found.known !== '' && found.own !== found.known) return 'seed_mismatch';
  return stateConflict(found.state, found);
}

function stateConflict(
  state: TokenState,
  { action, back }: { readonly action: string; readonly back?: number | undefined },
): 'serial_taken' | 'serial_unusable' | undefined {
  if (state === 'assigned') return 'serial_taken';
  if (state !== 'stock' && back !== 1) return 'serial_unusable';
  return action === 'stock' ? 'serial_taken' : undefined;
}

const conflictSchema = z.object({
  action: z.string(),
  own: z.string(),
  state: optional(z.enum(tokenStates)),
  known: optional(z.string()),
  others: integer,
  /** 1 where a lost token goes back to its owner. */
  back: optional(integer),
});

const tokenSchema = z
  .object({
    serial: z.string(),
    state: z.enum(tokenStates),
    settings: json(settingsSchema),
    manufacturer: z.string(),
    model: z.string(),
    seed_fingerprint: z.string(),
    seed_length: integer,
    seed_id: optional(z.string()),
    user_id: optional(z.string()),
    user_login: optional(z.string()),
    factor_id: optional(z.string()),
    authenticator_id: optional(z.string()),
    assigned_at: optional(integer),
    verified_at: optional(integer),
    ahead_ms: optional(integer),
    ms_per_month: optional(integer),
    leaves_at: optional(integer),
    former_user_id: optional(z.string()),
    former_user_login: optional(z.string()),
    batch_id: z.string(),
  })
  .transform((found): Token => ({
    serial: found.serial,
    state: found.state,
    settings: found.settings,
    manufacturer: found.manufacturer,
    model: found.model,
    seedFingerprint: found.seed_fingerprint,
    seedLength: found.seed_length,
    seedGone: found.seed_id === undefined ? true : undefined,
    userId: found.user_id,
    userLogin: found.user_login,
    factorId: found.factor_id,
    authenticatorId: found.authenticator_id,
    assignedAt: found.assigned_at,
    verifiedAt: found.verified_at,
    aheadMs: found.ahead_ms,
    msPerMonth: found.ms_per_month,
    leavesAt: found.leaves_at,
    formerUserId: found.former_user_id,
    formerUserLogin: found.former_user_login,
    batchId: found.batch_id,
  }));

/** A row of `token` as the domain knows it. */
export const tokenOf = (fields: Fields): Token => decode(tokenSchema, fields, 'token');
