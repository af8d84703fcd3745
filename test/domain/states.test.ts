import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchStates,
  batchTransitions,
  isFinalBatch,
  isSingle,
  nextBatchState,
} from '../../src/domain/batch.ts';
import type { BatchEvent, BatchState } from '../../src/domain/batch.ts';
import { isFinalRow, nextRowState, rowStates, rowTransitions } from '../../src/domain/row.ts';
import type { RowEvent, RowState } from '../../src/domain/row.ts';
import {
  concernsOkta,
  nextTokenState,
  tokenStates,
  tokenTransitions,
  type TokenEvent,
  type TokenState,
} from '../../src/domain/token.ts';

const batchEvents: Readonly<Record<BatchEvent, null>> = {
  submit: null,
  discard: null,
  approve: null,
  reject: null,
  withdraw: null,
  expire: null,
  recall: null,
  pause: null,
  resume: null,
  stop: null,
  drain: null,
};
const rowEvents: Readonly<Record<RowEvent, null>> = {
  intend: null,
  enroll: null,
  unenroll: null,
  stock: null,
  skip: null,
  fail: null,
  release: null,
  step: null,
  hold: null,
  lose: null,
  review: null,
  find: null,
  cancel: null,
};
const tokenEvents: Readonly<Record<TokenEvent, null>> = {
  assign: null,
  revoke: null,
  lose: null,
  find: null,
  break: null,
  return: null,
  retire: null,
};

const tokenEventOf = (by: string): TokenEvent | undefined =>
  (['assign', 'revoke', 'lose', 'find', 'break', 'return', 'retire'] as const).find((event) => event === by);

const walkOf = <E extends string>(events: Readonly<Record<E, null>>): fc.Arbitrary<string[]> =>
  fc.array(fc.constantFrom(...Object.keys(events)), { maxLength: 30 });

/** The states a table passes through; events that mean nothing where they come are ignored, as the store ignores them. */
function pathOf<S extends string>(
  table: Readonly<Record<S, Readonly<Record<string, S | undefined>>>>,
  start: S,
  events: readonly string[],
): { state: S; by: string }[] {
  const path = [{ state: start, by: '' }];
  let state = start;
  for (const by of events) {
    const next = table[state][by];
    if (next === undefined) continue;
    state = next;
    path.push({ state, by });
  }
  return path;
}

interface Machine {
  readonly name: string;
  readonly states: readonly string[];
  readonly table: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly events: Readonly<Record<string, null>>;
  readonly start: string;
}

const machines: readonly Machine[] = [
  { name: 'batch', states: batchStates, table: batchTransitions, events: batchEvents, start: 'planning' },
  { name: 'row', states: rowStates, table: rowTransitions, events: rowEvents, start: 'planned' },
  { name: 'token', states: tokenStates, table: tokenTransitions, events: tokenEvents, start: 'stock' },
];

describe.each(machines)('the table of $name states', ({ states, table, events, start }) => {
  const edges = Object.values(table).flatMap((entry) => Object.entries(entry));

  it('lists every state, leads only to listed ones and uses every event', () => {
    expect(Object.keys(table).toSorted()).toEqual(states.toSorted());
    expect(edges.filter(([, to]) => !states.includes(to))).toEqual([]);
    expect(new Set(edges.map(([event]) => event))).toEqual(new Set(Object.keys(events)));
  });

  it('reaches every state but the one a row is born with', () => {
    const reached = new Set([start, ...edges.map(([, to]) => to)]);
    // A blocked row is written as such when it is planned; no event leads there.
    expect(states.filter((state) => !reached.has(state) && state !== 'blocked')).toEqual([]);
  });
});

describe('batch states', () => {
  it('are never left once final', () => {
    fc.assert(
      fc.property(walkOf(batchEvents), (events) => {
        const states = pathOf<BatchState>(batchTransitions, 'planning', events).map((step) => step.state);
        expect(states.slice(0, -1).filter(isFinalBatch)).toEqual([]);
      }),
    );
  });

  it('come to running only by an approval, or from a pause that followed one', () => {
    fc.assert(
      fc.property(walkOf(batchEvents), (events) => {
        const path = pathOf<BatchState>(batchTransitions, 'planning', events);
        const running = path.findIndex((step) => step.state === 'running');
        fc.pre(running > 0);
        expect(path[running]?.by).toBe('approve');
        const waits = path.filter((step) => step.state === 'awaiting_approval').length;
        expect(path.filter((step) => step.by === 'approve').length).toBeLessThanOrEqual(waits);
      }),
      { numRuns: 50 },
    );
  });

  it('take no decision twice', () => {
    for (const state of batchStates.filter((one) => one !== 'awaiting_approval')) {
      expect([nextBatchState(state, 'approve'), nextBatchState(state, 'reject')]).toEqual([
        undefined,
        undefined,
      ]);
    }
  });
});

describe('row states', () => {
  it('are never left once final, but by a later look', () => {
    fc.assert(
      fc.property(walkOf(rowEvents), (events) => {
        const path = pathOf<RowState>(rowTransitions, 'planned', events);
        const left = path.filter((_, index) => isFinalRow(path[index - 1]?.state ?? 'planned'));
        expect(left.filter(({ by }) => by !== 'find')).toEqual([]);
      }),
    );
  });

  it('come to an effect in Okta only after an intent', () => {
    fc.assert(
      fc.property(walkOf(rowEvents), (events) => {
        // A later look is taken only where an answer was lost, and so after an intent; the store sees to that.
        const looked = events.filter((event) => event !== 'find');
        const path = pathOf<RowState>(rowTransitions, 'planned', looked);
        const effect = path.findIndex((step) => step.state === 'enrolled' || step.state === 'unenrolled');
        fc.pre(effect > 0);
        expect(['intended', 'unknown']).toContain(path[effect - 1]?.state);
        expect(path.slice(0, effect).map((step) => step.by)).toContain('intend');
      }),
      { numRuns: 50 },
    );
  });

  it('cannot be cancelled while Okta may be at work', () => {
    expect(nextRowState('intended', 'cancel')).toBeUndefined();
    expect(nextRowState('unknown', 'cancel')).toBeUndefined();
  });
});

describe('token states', () => {
  it('give a token to nobody unless it is in stock', () => {
    const givable = tokenStates.filter((state) => nextTokenState(state, 'assign') !== undefined);
    expect(givable).toEqual(['stock']);
  });

  it('never bring a retired token back', () => {
    expect(tokenTransitions.retired).toEqual({});
  });

  it('enter and leave a user only by what somebody approves', () => {
    fc.assert(
      fc.property(walkOf(tokenEvents), (events) => {
        const path = pathOf<TokenState>(tokenTransitions, 'stock', events);
        for (const [index, { state, by }] of path.entries()) {
          const before = path[index - 1]?.state;
          const event = tokenEventOf(by);
          if (before === undefined || event === undefined) continue;
          expect(concernsOkta(before, event)).toBe((before === 'assigned') !== (state === 'assigned'));
        }
      }),
    );
  });

  it('let every token that is not retired come back to stock or be retired', () => {
    for (const state of tokenStates.filter((one) => one !== 'retired' && one !== 'stock')) {
      expect([state, nextTokenState(state, 'return')]).toEqual([state, 'stock']);
      expect([state, nextTokenState(state, 'retire')]).toEqual([state, 'retired']);
    }
  });
});

it.each([
  ['csv', 1, false],
  ['csv', 2, false],
  ['assign', 0, true],
  ['assign', 1, true],
  ['retry', 1, true],
  ['retry', 2, false],
] as const)('a batch of kind %s with %i rows is told in a sentence: %s', (kind, rowCount, single) => {
  expect(isSingle({ kind, rowCount })).toBe(single);
});

it.each([
  ['awaiting_approval', false],
  ['paused', false],
  ['finished', true],
  ['expired', true],
] as const)('a batch that is %s is over: %s', (state, over) => {
  expect(isFinalBatch(state)).toBe(over);
});
