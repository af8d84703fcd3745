import { z } from 'zod';
import { type Token, type TokenState, tokenStates } from '../domain/token.ts';
import type { Db } from './db.ts';
import { decode, integer } from './decode.ts';
import { tokenOf, type TokensFound } from './tokens.ts';

/** How many tokens of a model are in a state, and for how many of them Okta has accepted a code. */
export interface ModelCount {
  /** Manufacturer and model; never empty. */
  readonly model: string;
  readonly state: TokenState;
  readonly count: number;
  readonly proven: number;
}

/** Tokens by model and state, in the order in which people read them. */
export async function countByModel(db: Db): Promise<readonly ModelCount[]> {
  const rows = await db.query(
    `SELECT trim(manufacturer || ' ' || model) AS model, state, count(*) AS count, count(verified_at) AS proven
      FROM token GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return rows.map((fields) => {
    const found = decode(countSchema, fields, 'token');
    return { ...found, model: found.model === '' ? 'Model not known' : found.model };
  });
}

const countSchema = z.object({
  model: z.string(),
  state: z.enum(tokenStates),
  count: integer,
  proven: integer,
});

/** Tokens in use or in stock that Okta will begin to refuse before a time (epoch ms), the first first. */
export async function leavingBefore(db: Db, until: number, limit: number): Promise<TokensFound> {
  const rows = await db.query(
    `SELECT *, count(*) OVER () AS fitting FROM token
      WHERE leaves_at IS NOT NULL AND leaves_at < $1 AND state IN ('stock', 'assigned')
      ORDER BY leaves_at, serial_key LIMIT $2`,
    [until, limit],
  );
  const fitting = rows[0] === undefined ? 0 : decode(integer, rows[0]['fitting'], 'token');
  return { first: rows.map(tokenOf), more: fitting - rows.length };
}

const pageSize = 1_000;

/** Every token, by serial. */
export const allTokens = (db: Db): Promise<readonly Token[]> => walk(db, '');

/** Every token that somebody has, by serial. */
export const assignedTokens = (db: Db): Promise<readonly Token[]> => walk(db, "AND state = 'assigned'");

/** Sockets are served between the pages: there may be very many. */
async function walk(db: Db, condition: '' | "AND state = 'assigned'"): Promise<readonly Token[]> {
  const tokens: Token[] = [];
  for (let after = ''; ;) {
    const rows = await db.query(
      `SELECT * FROM token WHERE serial_key > $1 ${condition} ORDER BY serial_key LIMIT $2`,
      [after, pageSize],
    );
    for (const fields of rows) tokens.push(tokenOf(fields));
    if (rows.length < pageSize) return tokens;
    after = z.string().parse(rows.at(-1)?.['serial_key']);
    await new Promise((resolve) => void setImmediate(resolve));
  }
}
