import { findToken, tokensEndingIn } from '../store/tokens.ts';
import type { HandlerDeps } from './deps.ts';

const listed = 8;

/** Why nothing can be meant: a code for the audit, a sentence for the person. */
export interface Problem {
  readonly code: string;
  readonly sentence: string;
}

export type Serial =
  | { readonly kind: 'ok'; readonly serial: string }
  | ({ readonly kind: 'problem' } & Problem);

/** A serial in full, or its last digits where only one token ends so. */
export async function wholeSerial(deps: Pick<HandlerDeps, 'db'>, typed: string): Promise<Serial> {
  const exact = await findToken(deps.db, typed);
  if (exact !== undefined) return { kind: 'ok', serial: exact.serial };
  const { first, more } = await tokensEndingIn(deps.db, typed, listed);
  const [only, ...others] = first;
  if (only === undefined) {
    return problem(
      'unknown_serial',
      `No token in the bot's memory has the serial ${typed}, or ends so. Check the number on its back; if the token is new, drop the vendor's file first.`,
    );
  }
  if (others.length === 0) return { kind: 'ok', serial: only.serial };
  const serials = first.map((token) => token.serial).join(', ');
  const rest = more > 0 ? ` and ${String(more)} more` : '';
  return problem('ambiguous_serial', `Several tokens end in ${typed}: ${serials}${rest}. Type more digits.`);
}

const problem = (code: string, sentence: string): Serial => ({ kind: 'problem', code, sentence });
