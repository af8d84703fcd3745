import { describe, expect, it } from 'vitest';
import { openInFlight } from '../../src/slack/in-flight.ts';
import { manualClock } from '../support/clock.ts';

describe('handlers in flight', () => {
  it('are counted until they end, whichever way', async () => {
    const inFlight = openInFlight(manualClock());
    const gate = Promise.withResolvers<string>();
    const running = inFlight.track(() => gate.promise);
    const failing = inFlight.track(() => Promise.reject(new Error('x')));
    expect(inFlight.count()).toBe(2);
    await expect(failing).rejects.toThrow('x');
    expect(inFlight.count()).toBe(1);
    gate.resolve('done');
    expect(await running).toBe('done');
    expect(inFlight.count()).toBe(0);
  });

  it('are waited for until the last has ended', async () => {
    const inFlight = openInFlight(manualClock());
    const gate = Promise.withResolvers<undefined>();
    const running = inFlight.track(() => gate.promise);
    const drained = inFlight.drained(10_000);
    gate.resolve(undefined);
    expect(await drained).toBe(true);
    await running;
  });

  it('are given up at the deadline', async () => {
    const clock = manualClock();
    const inFlight = openInFlight(clock);
    void inFlight.track(() => Promise.withResolvers<undefined>().promise);
    const drained = inFlight.drained(10_000);
    await clock.advance(10_000);
    expect(await drained).toBe(false);
  });
});
