import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../../sandbox/slack/people.ts';
import { call, open } from './support.ts';

const { maria } = defaultPeople;
const { admins } = defaultPlaces;

describe('rates', () => {
  it('takes a short burst into a channel, then one message a second', async () => {
    const time = { at: 1_700_000_000_000 };
    const slack = await open({ clock: () => time.at, flags: { postBurst: 2 } });
    const post = () => call(slack, 'chat.postMessage', { channel: admins, text: 'a' });
    expect([(await post()).status, (await post()).status]).toEqual([200, 200]);
    const refused = await post();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.body).toEqual({ ok: false, error: 'ratelimited' });
    time.at += 1000;
    expect((await post()).status).toBe(200);
    expect((await post()).status).toBe(429);
  });

  it('counts each method by itself', async () => {
    const slack = await open({ clock: () => 1_700_000_000_000 });
    const list = () => call(slack, 'usergroups.list');
    for (let done = 0; done < 20; done += 1) expect((await list()).status).toBe(200);
    const refused = await list();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await call(slack, 'users.info', { user: maria.id })).status).toBe(200);
  });

  it('can be switched off', async () => {
    const slack = await open({ rateLimits: false, clock: () => 1_700_000_000_000 });
    for (let done = 0; done < 30; done += 1) expect((await call(slack, 'usergroups.list')).status).toBe(200);
  });
});
