import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { openAlone } from './alone.ts';
import { dropFile, employ, ended, press } from './desk.ts';
import { balance } from './ledger.ts';
import { vendorTokens } from './vendor.ts';

describe('a bot that Slack reaches over HTTP', () => {
  it('does its work on the port of its health pages', { timeout: 60_000 }, async (test) => {
    const scene = await openAlone(test);
    const { slack } = scene;
    const bot = scene.start({ SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: slack.tokens.signingSecret });
    const base = `http://127.0.0.1:${String(await bot.ready)}`;
    expect(await slack.verifyRequestUrl(`${base}/slack/events`)).toBe(true);
    slack.setRequestUrl(`${base}/slack/events`);
    const tokens = vendorTokens('http', 20);
    employ(scene, tokens);

    const card = await dropFile(scene, tokens);
    await press(scene, card, 'batch.approve');
    const seen = await slack.people.slash(defaultPeople.tom.id, defaultPlaces.admins, '/token help');
    expect(seen.outcome === 'answered' && seen.ephemeral && textOf(seen.ephemeral)).toContain(
      '/token assign',
    );
    expect(await ended(scene, card)).toContain('20 enrolled');
    expect((await balance(scene, tokens)).wrong).toEqual([]);

    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ status: 'ok' });
    const readiness = await fetch(`${base}/readyz`);
    expect(readiness.status).toBe(200);
    expect(await readiness.text()).toContain('1 of 1 connections (http)');
    expect(slack.journal.map(({ method }) => method)).not.toContain('apps.connections.open');

    const forged = { command: '/token', text: 'help', user_id: defaultPeople.maria.id };
    const refused = await fetch(`${base}/slack/events`, {
      method: 'POST',
      body: new URLSearchParams(forged),
    });
    expect(refused.status).toBe(401);
    expect(await bot.stop()).toBe(0);
  });
});
