import { describe, expect, it, vi } from 'vitest';
import { openings, setup } from './bolt-lab.ts';
import { fastClock } from './lab.ts';

const open = { at: 'api', match: 'apps.connections.open' } as const;

describe('opening that fails', () => {
  it.each([
    ['a 500', { do: 'html', status: 500, when: 'before' }],
    ['internal_error', { do: 'error', error: 'internal_error', when: 'before' }],
    ['a reset', { do: 'reset', when: 'before' }],
    ['JSON that is none', { do: 'bad_json' }],
    ['a page', { do: 'html', status: 200, when: 'before' }],
    ['an unknown refusal', { do: 'error', error: 'novel_trouble', when: 'before' }],
  ] as const)('is tried again after %s, at the start and later', async (_name, fault) => {
    const { connections, connected, fatal, slack } = await setup();
    slack.faults.add({ ...open, times: 3, fault });
    await connections.start();
    await connected(2);
    slack.faults.add({ ...open, times: 3, fault });
    slack.faults.cut('reset');
    await vi.waitFor(() => {
      expect(slack.faults.rules.at(-1)?.fired).toBe(3);
    }, 5000);
    await connected(2);
    expect(fatal).toEqual([]);
  });

  it('waits as long as a 429 asks', async () => {
    const clock = fastClock(20);
    const { connections, connected, slack } = await setup({ botClock: clock, timings: { random: () => 0 } });
    slack.faults.add({ ...open, times: 1, fault: { do: 'rate_limited', retryAfter: '7' } });
    await connections.start();
    await connected(2);
    expect(clock.naps).toContain(7000);
  });

  it('pauses twice as long each time, up to half a minute', async () => {
    const clock = fastClock(200);
    const timings = { random: () => 1, startTimeoutMs: 900_000, helloTimeoutMs: 900_000 };
    const { connections, connected, slack } = await setup({ botClock: clock, timings });
    await connections.start();
    await connected(2);
    slack.faults.add({ ...open, fault: { do: 'html', status: 500, when: 'before' } });
    slack.faults.cut('reset', 1);
    await vi.waitFor(() => {
      expect(clock.naps.filter((ms) => ms === 30_000).length).toBeGreaterThan(2);
    }, 5000);
    const pauses = clock.naps.filter((ms) => [500, 1000, 2000, 4000, 8000, 16_000, 30_000].includes(ms));
    expect(pauses.slice(0, 7)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000]);
  });

  it.each(['invalid_auth', 'account_inactive', 'token_revoked', 'not_allowed_token_type', 'team_disabled'])(
    'stops the start with %s',
    async (error) => {
      const { connections, fatal, slack } = await setup();
      slack.faults.add({ ...open, fault: { do: 'error', error, when: 'before' } });
      await expect(connections.start()).rejects.toMatchObject({
        name: 'AppError',
        code: 'SLACK_REFUSED',
        facts: { code: error },
      });
      expect(fatal).toEqual([]);
    },
  );

  it('is reported once as fatal when Slack refuses later', async () => {
    const { connections, connected, fatal, slack } = await setup();
    await connections.start();
    await connected(2);
    await slack.people.revokeToken('app');
    slack.faults.cut('reset');
    await vi.waitFor(() => {
      expect(fatal).toEqual(['token_revoked']);
    }, 5000);
    await connected(0);
    expect(fatal).toEqual(['token_revoked']);
  });
});

describe('a start', () => {
  it('ends with a reason when Slack says no hello', async () => {
    const { connections, slack } = await setup({ timings: { startTimeoutMs: 3000, helloTimeoutMs: 2000 } });
    slack.faults.add({ at: 'socket', fault: { do: 'no_hello' } });
    await expect(connections.start()).rejects.toMatchObject({ code: 'SLACK_START_TIMEOUT' });
    expect(connections.state().connected).toBe(0);
  });

  it('tries again when one connection gets no hello', async () => {
    const { connections, connected, slack } = await setup({ timings: { helloTimeoutMs: 3000 } });
    slack.faults.add({ at: 'socket', times: 1, fault: { do: 'no_hello' } });
    await connections.start();
    await connected(2);
    expect(openings(slack)).toBeGreaterThanOrEqual(3);
  });
});
