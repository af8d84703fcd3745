import { describe, expect, it } from 'vitest';
import { createPacer } from '../../src/okta/pacer.ts';
import { manualClock } from '../support/clock.ts';

const at = Date.UTC(2026, 0, 5, 9);
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
  const leave = await pacer.enter('enrol');
  if (leave !== undefined) pacer.leave(leave, usedUp);
  let through = false;
  const passed = pacer.enter('enrol').then(() => (through = true));
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
    const leave = await pacer.enter('enrol');
    if (leave !== undefined) pacer.leave(leave, usedUp);
    const passed = pacer.enter('enrol');
    // Less than would make what is known of the window doubtful.
    clock.set(at - 1_500);
    wake(undefined);
    expect(await passed).toBeDefined();
  });
});
