import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultPeople } from '../../sandbox/slack/people.ts';
import { type Bot, openBot } from '../handlers/at-desk.ts';

const { maria, tom } = defaultPeople;

const get = (bot: Bot, path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${String(bot.app.port)}${path}`);

/** Every sample by its name and labels. */
async function scrape(bot: Bot): Promise<ReadonlyMap<string, number>> {
  const answer = await get(bot, '/metrics');
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

const readiness = z.object({
  status: z.string(),
  components: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['ok', 'failed']),
      time: z.iso.datetime(),
      detail: z.string(),
    }),
  ),
});

describe('the page for Prometheus', () => {
  it('counts what came of rows, decisions, refusals and requests', async () => {
    const bot = await openBot({ env: { SLACK_APPROVERS: tom.id } });
    const before = await scrape(bot);
    expect(before.get('token_desk_slack_connections')).toBe(2);
    expect(before.get('token_desk_slack_foreign_connections')).toBe(0);

    const card = await bot.order(maria.id, '/token revoke @emil');
    await bot.press(maria.id, card, 'batch.approve');
    await bot.press(tom.id, card, 'batch.approve');
    await bot.clock.until('the end', async () => (await bot.lastBatch())?.state === 'finished');

    const after = await scrape(bot);
    expect(after.get('token_desk_rows_total{outcome="unenrolled"}')).toBe(1);
    expect(after.get('token_desk_decisions_total{result="approve"}')).toBe(1);
    const [reason = ''] = await bot.refusals();
    expect(after.get(`token_desk_refused_total{reason="${reason}"}`)).toBe(1);
    expect(after.get('token_desk_rows_open{state="planned"}')).toBeUndefined();
    const removal = 'op="DELETE /api/v1/users/{userId}/factors/{factorId}"';
    expect(after.get(`token_desk_okta_requests_total{${removal},class="2xx"}`)).toBe(1);
    expect(after.get(`token_desk_okta_request_duration_seconds_count{${removal}}`)).toBe(1);
    expect(after.get('token_desk_okta_rate_limit_remaining')).toBeGreaterThan(0);
    expect(after.get('token_desk_audit_seq')).toBeGreaterThan(before.get('token_desk_audit_seq') ?? 0);
    // Scraping again counts nothing twice.
    expect((await scrape(bot)).get('token_desk_decisions_total{result="approve"}')).toBe(1);
  });

  it('has few series, and in none of them a person, a serial or a secret', async () => {
    const bot = await openBot({ env: { SLACK_APPROVERS: tom.id } });
    const card = await bot.order(maria.id, '/token revoke @emil');
    await bot.press(tom.id, card, 'batch.approve');
    await bot.clock.until('the end', async () => (await bot.lastBatch())?.state === 'finished');
    const series = await scrape(bot);
    expect(series.size).toBeLessThan(200);
    const names = [...series.keys()].join('\n');
    expect(names).not.toMatch(/emil|maria|@|\b00u|U0[A-Z]/i);
    for (const secret of [bot.okta.credential, bot.slack.tokens.bot]) expect(names).not.toContain(secret);
  });
});

describe('readiness', () => {
  it('tells of each part how it is and when that was seen', async () => {
    const bot = await openBot();
    const answer = await get(bot, '/readyz');
    const { status, components } = readiness.parse(await answer.json());
    expect([answer.status, status]).toEqual([200, 'ready']);
    expect(components.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'process ok',
      'slack ok',
      'database ok',
      'schema ok',
      'lock ok',
      'seed_key ok',
      'messages ok',
    ]);
  });
});
