import { concernsOkta, foldSerial, nextTokenState, type Report, type Token } from '../domain/token.ts';
import { appendAudit } from './audit.ts';
import type { Db } from './db.ts';
import { findToken, tokenOf } from './tokens.ts';
import { shredTokenSeed } from './vault.ts';

/** Why a token was not moved: `state` means that the report makes no sense of it, `okta` that Okta has to change first. */
export type TokenMoved =
  | { readonly kind: 'moved'; readonly token: Token }
  | { readonly kind: 'refused'; readonly why: 'state' | 'okta'; readonly token: Token }
  | { readonly kind: 'unknown' };

export interface TokenReport {
  readonly serial: string;
  readonly report: Report;
  readonly at: number;
  readonly actor: string;
  /** Why, in the words of the person; empty where he gave none. */
  readonly reason?: string | undefined;
}

/**
 * Notes what was reported of a token that Okta knows nothing of, with its audit row. A retired token's seed is deleted
 * in the same transaction.
 */
export function moveToken(
  db: Db,
  { serial, report, at, actor, reason = '' }: TokenReport,
): Promise<TokenMoved> {
  return db.tx(async (tx) => {
    const token = await findToken(tx, serial);
    if (token === undefined) return { kind: 'unknown' };
    const state = nextTokenState(token.state, report);
    if (state === undefined) return { kind: 'refused', why: 'state', token };
    if (concernsOkta(token.state, report) || token.userId !== undefined)
      return { kind: 'refused', why: 'okta', token };
    const kept = state === 'lost' || state === 'faulty';
    const [fields] = await tx.query(
      `UPDATE token SET state = $3${kept ? '' : ', former_user_id = NULL, former_user_login = NULL'}
        WHERE serial_key = $1 AND state = $2 RETURNING *`,
      [foldSerial(token.serial), token.state, state],
    );
    if (state === 'retired') await shredTokenSeed(tx, token.serial);
    await appendAudit(tx, {
      at,
      actor,
      event: `token.${report}`,
      serial: token.serial,
      userId: token.formerUserId,
      detail: { from: token.state, to: state, ...(reason === '' ? {} : { reason }) },
    });
    return { kind: 'moved', token: tokenOf(fields ?? {}) };
  });
}
