import { describe, expect, it } from 'vitest';
import type { Priority } from '../../src/domain/okta.ts';
import { createPacer, type Pacer } from '../../src/okta/pacer.ts';
import { manualClock } from '../support/clock.ts';

const at = Date.UTC(2026, 0, 5, 9);
const enrol = { route: 'enrol', priority: 'batch' } as const;
const usedUp = {
  spent: { kind: 'answered', rate: { limit: 600, remaining: 0, resetAt: at + 40_000 }, refused: false },
  concurrency: false,
  date: at,
} as const;

async function waitingPacer(): Promise<{
  readonly clock: ReturnType<typeof manualClock>;
  readonly passed: Promise<unknown>;
  readonly isThrough: () => boolean;
}> {
  const clock = manualClock(at);
  const pacer = createPacer(clock, () => 0);
  const leave = await pacer.enter(enrol);
  if (leave !== undefined) pacer.leave(leave, usedUp);
  let through = false;
  const passed = pacer.enter(enrol).then(() => (through = true));
  return { clock, passed, isThrough: () => through };
}

describe('the queue in front of Okta', () => {
  it('lets a request through at the reset and not before', async () => {
    const { clock, isThrough } = await waitingPacer();
    await clock.advance(39_999);
    expect(isThrough()).toBe(false);
    await clock.advance(1);
    expect(isThrough()).toBe(true);
  });

  it('counts the time it slept although the local clock was set back meanwhile', async () => {
    const clock = manualClock(at);
    const { promise: night, resolve: wake } = Promise.withResolvers<undefined>();
    const nights = [night];
    const sleeping = { now: () => clock.now(), sleep: () => nights.pop() ?? new Promise<void>(() => {}) };
    const pacer = createPacer(sleeping, () => 0);
    const leave = await pacer.enter(enrol);
    if (leave !== undefined) pacer.leave(leave, usedUp);
    const passed = pacer.enter(enrol);
    // Less than would make what is known of the window doubtful.
    clock.set(at - 1_500);
    wake(undefined);
    expect(await passed).toBeDefined();
  });
});

/** A pacer that knows of a window of 600 with so many left. */
async function withLeft(remaining: number): Promise<Pacer> {
  const pacer = createPacer(manualClock(at), () => 0);
  const leave = await pacer.enter(enrol);
  const rate = { limit: 600, remaining, resetAt: at + 40_000 };
  if (leave !== undefined)
    pacer.leave(leave, { ...usedUp, spent: { kind: 'answered', rate, refused: false } });
  return pacer;
}

/** How many of so many requests are let go at once. */
async function letGo(pacer: Pacer, priority: Priority, count: number): Promise<number> {
  let through = 0;
  for (let request = 0; request < count; request += 1)
    void pacer.enter({ route: 'enrol', priority }).then(() => (through += 1));
  await new Promise(setImmediate);
  return through;
}

describe('requests that wait together', () => {
  it('go by who waits for them, and then in the order they came', async () => {
    const clock = manualClock(at);
    const pacer = createPacer(clock, () => 0);
    const leave = await pacer.enter(enrol);
    if (leave !== undefined) pacer.leave(leave, usedUp);
    const seen: string[] = [];
    const arrivals = ['background', 'batch', 'person', 'batch', 'person'] as const;
    const pass = async (index: number, priority: Priority): Promise<void> => {
      const held = await pacer.enter({ route: 'enrol', priority });
      seen.push(`${priority} ${String(index)}`);
      const rate = { limit: 600, remaining: 599 - index, resetAt: at + 100_000 };
      if (held !== undefined)
        pacer.leave(held, {
          ...usedUp,
          spent: { kind: 'answered', rate, refused: false },
          date: at + 40_000,
        });
    };
    for (const [index, priority] of arrivals.entries()) void pass(index, priority);
    await clock.advance(40_000);
    expect(seen).toEqual(['person 2', 'person 4', 'batch 1', 'batch 3', 'background 0']);
  });

  it.each([
    ['person', 4, 4],
    ['batch', 4, 1],
    ['background', 303, 3],
    ['background', 300, 0],
  ] as const)('leave room for those before them: %s, %i left', async (priority, left, through) => {
    expect(await letGo(await withLeft(left), priority, 5)).toBe(Math.min(5, through));
  });

  it('do not fill more than half of what may be under way when nobody waits for them', async () => {
    expect(await letGo(await withLeft(599), 'background', 20)).toBe(5);
    expect(await letGo(await withLeft(599), 'batch', 20)).toBe(10);
  });
});
