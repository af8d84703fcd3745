import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alikeLimit,
  emptyTally,
  type Ending,
  heldLimit,
  shareFrom,
  tallied,
  type Tally,
  whyPause,
} from '../../src/domain/auto-pause.ts';
import { failureCauses } from '../../src/domain/settle.ts';

const done: Ending = { kind: 'done' };
const held: Ending = { kind: 'held' };
const failed = (cause: (typeof failureCauses)[number] = 'invalid'): Ending => ({ kind: 'failed', cause });

const after = (...endings: readonly Ending[]): Tally => endings.reduce(tallied, emptyTally);
const times = (count: number, ending: Ending): readonly Ending[] => Array<Ending>(count).fill(ending);

const anyEnding: fc.Arbitrary<Ending> = fc.oneof(
  fc.constant(done),
  fc.constant(held),
  fc.constantFrom(...failureCauses).map(failed),
);

describe('a batch pauses by itself', () => {
  it('after five failures in a row of the same cause, and names it', () => {
    expect(whyPause(after(...times(4, failed('user_status'))))).toBeUndefined();
    expect(whyPause(after(...times(5, failed('user_status'))))).toContain('status of the user');
  });

  it('not after failures of different causes, or with a success between them', () => {
    expect(whyPause(after(...times(4, failed()), failed('not_found')))).toBeUndefined();
    expect(whyPause(after(...times(4, failed()), done, failed()))).toBeUndefined();
  });

  it('when more than one in five did not end well, but not before ten have ended', () => {
    const two = [failed(), done, failed()];
    expect(whyPause(after(...two, ...times(6, done)))).toBeUndefined();
    expect(whyPause(after(...two, ...times(7, done)))).toBeUndefined();
    expect(whyPause(after(...two, ...times(6, done), failed('not_found')))).toContain('3 of 10 rows');
  });

  it('after three refused permissions in a row, of which none counts as ended', () => {
    expect(whyPause(after(held, held))).toBeUndefined();
    expect(whyPause(after(held, held, done, held))).toBeUndefined();
    const tally = after(held, held, held);
    expect(whyPause(tally)).toContain('3 users in a row');
    expect(tally).toMatchObject({ ended: 0, failed: 0 });
  });

  it('exactly when one of the limits is passed, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(anyEnding, { maxLength: 60 }), (endings) => {
        const ended = endings.filter(({ kind }) => kind !== 'held');
        const failures = ended.filter(({ kind }) => kind === 'failed').length;
        const share = ended.length >= shareFrom && failures / ended.length > 0.2;
        const expected = share || tailOf(ended, alikeLimit) || tailOf(endings, heldLimit, 'held');
        expect(whyPause(after(...endings)) !== undefined).toBe(expected);
      }),
    );
  });
});

/** Whether the last `count` endings are all of this kind, and of one cause. */
function tailOf(endings: readonly Ending[], count: number, kind: 'failed' | 'held' = 'failed'): boolean {
  const tail = endings.slice(-count);
  const causes = new Set(tail.map((one) => (one.kind === 'failed' ? one.cause : one.kind)));
  return tail.length === count && causes.size === 1 && tail.every((one) => one.kind === kind);
}
