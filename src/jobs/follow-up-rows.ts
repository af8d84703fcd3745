import type { Batch } from '../domain/batch.ts';
import { whyNotAgain } from '../domain/follow-up.ts';
import type { AskedRow, SourceRow } from '../domain/planned-row.ts';
import type { Db } from '../store/db.ts';
import { type EndedRow, endedRows } from '../store/follow-ups.ts';

/** What a retry or an undo asks for: the rows of the batch it follows from, as they ended. Lines stay as they were. */
export async function followUpRows(
  db: Db,
  { kind, sourceId = '' }: Pick<Batch, 'kind' | 'sourceId'>,
): Promise<readonly AskedRow[]> {
  if (kind === 'undo') return (await endedRows(db, sourceId, 'enrolled')).map(takenBack);
  const failed = await endedRows(db, sourceId, 'failed');
  return failed.filter((one) => whyNotAgain(one) === undefined).map(triedAgain);
}

function takenBack({ row }: EndedRow): AskedRow {
  const { line, userId, userLogin, serial, factorId } = row;
  const source: SourceRow = { id: row.id, tries: 0, outcome: row.outcome };
  // By Okta's clock where it is known: its own times are compared with this one.
  return { kind: 'remove', line, userId, userLogin, serial, factorId, enrolledAt: row.oktaAt, source };
}

function triedAgain({ row, facts, tries }: EndedRow): AskedRow {
  const { line, userId, userLogin, serial } = row;
  const source: SourceRow = { id: row.id, tries, outcome: row.outcome };
  if (row.action === 'unenroll')
    return {
      kind: 'remove',
      line,
      userId,
      userLogin,
      serial,
      factorId: row.targetFactorId,
      report: row.report,
      source,
    };
  if (row.action === 'replace') return { kind: 'replace', line, user: row.userRef, serial, source };
  const { settings, seedFingerprint, seedLength } = facts;
  return {
    kind: 'again',
    line,
    user: row.userRef,
    serial,
    settings,
    manufacturer: facts.manufacturer,
    model: facts.model,
    seedFingerprint,
    seedLength,
    source,
  };
}
