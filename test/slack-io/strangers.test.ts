import { describe, expect, it, onTestFinished } from 'vitest';
import { openLog } from '../../src/log.ts';
import { type Strangers, watchStrangers } from '../../src/slack/strangers.ts';
import { manualClock, type ManualClock } from '../support/clock.ts';
import { setup } from './bolt-lab.ts';

const minute = 60_000;

interface Watch {
  readonly strangers: Strangers;
  readonly clock: ManualClock;
  readonly renewals: () => number;
  readonly logged: () => string;
}

function watch(): Watch {
  const clock = manualClock();
  const lines: string[] = [];
  const log = openLog({ level: 'info', destination: { write: (line) => lines.push(line) } });
  const closing = new AbortController();
  onTestFinished(() => {
    closing.abort();
  });
  let renewals = 0;
  const renew = (): void => {
    renewals += 1;
  };
  const strangers = watchStrangers({ clock, log, closing: closing.signal, renew });
  return { strangers, clock, renewals: () => renewals, logged: () => lines.join('') };
}

describe('connections of another process', () => {
  it('are told once they have stayed for two minutes, and looked for again', async () => {
    const { strangers, clock, renewals, logged } = watch();
    strangers.counted(4, 2);
    strangers.counted(4, 2);
    expect(strangers.foreign()).toBe(0);
    await clock.advance(2 * minute);
    expect(renewals()).toBe(1);
    strangers.counted(5, 3);
    expect(strangers.foreign()).toBe(2);
    expect(logged()).toContain('another process uses the slack app token');
    await clock.advance(10 * minute);
    expect(renewals()).toBe(2);
    strangers.counted(3, 3);
    expect(strangers.foreign()).toBe(0);
    expect(logged()).toContain('alone with the slack app token again');
  });

  it('that a killed process left behind are no alarm', async () => {
    const { strangers, clock, logged } = watch();
    strangers.counted(3, 2);
    await clock.advance(2 * minute);
    strangers.counted(2, 2);
    expect(strangers.foreign()).toBe(0);
    expect(logged()).toBe('');
  });
});

describe('two bots with one app token', () => {
  it('each see the other, and neither sees itself', async () => {
    const first = await setup();
    await first.connections.start();
    await first.connected(2);
    expect(first.connections.state().foreign).toBe(0);
    first.slack.faults.cut('warning');
    await first.connected(2);
    expect(first.connections.state().foreign).toBe(0);
    expect(first.logged()).not.toContain('another process');
  });
});
