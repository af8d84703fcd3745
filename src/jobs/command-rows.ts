import type { AskedRow } from '../domain/planned-row.ts';
import type { Asked } from '../store/batches.ts';
import type { Db } from '../store/db.ts';
import { tokensBySerial } from '../store/tokens.ts';
import { foldSerial, type Report, type Token } from '../domain/token.ts';

/** What a command asks for, as rows: one for each of its lines. What is reported of a token concerns whoever has it now. */
export async function commandRows(db: Db, asked: readonly Asked[]): Promise<readonly AskedRow[]> {
  const tokens = await tokensBySerial(
    db,
    asked.map(({ serial }) => serial),
  );
  return asked.map((one, index) => rowOf(one, index + 1, tokens.get(foldSerial(one.serial))));
}

function rowOf(asked: Asked, line: number, token: Token | undefined): AskedRow {
  const { action, user, serial } = asked;
  if (action === 'revoke') return { kind: 'revoke', line, user };
  if (action === 'assign' || action === 'replace') return { kind: action, line, user, serial };
  if (action === 'find') return { kind: 'find', line, user: token?.formerUserLogin ?? '', serial };
  return takenAway(asked, action, line, token);
}

function takenAway(
  { serial, reason }: Asked,
  report: Report,
  line: number,
  token: Token | undefined,
): AskedRow {
  const { userId = '', userLogin = '', factorId = '' } = token ?? {};
  return { kind: 'remove', line, userId, userLogin, serial, factorId, report, because: reason };
}
