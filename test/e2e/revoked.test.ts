import { describe, expect, it } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { openDesk, within } from './desk.ts';

describe.concurrent('a bot that Slack turns away while it runs', () => {
  it('ends when it hears that its token was revoked', { timeout: 60_000 }, async (test) => {
    const desk = await openDesk(test);
    await desk.slack.people.revokeToken('bot');
    expect(await within(20_000, 'the end', desk.bot().ended)).toBe(1);
    expect(desk.lines.join('\n')).toContain('"why":"tokens_revoked"');
  });

  it('ends when the app was removed', { timeout: 60_000 }, async (test) => {
    const desk = await openDesk(test);
    await desk.slack.people.uninstall();
    expect(await within(20_000, 'the end', desk.bot().ended)).toBe(1);
    expect(desk.lines.join('\n')).toMatch(/"why":"(?:tokens_revoked|app_uninstalled)"/u);
  });

  it('ends when the event is lost and a call is refused', { timeout: 60_000 }, async (test) => {
    const desk = await openDesk(test);
    desk.slack.faults.add({ at: 'event', fault: { do: 'lose' } });
    await desk.slack.people.revokeToken('bot');
    await desk.slack.people.slash(defaultPeople.maria.id, defaultPlaces.admins, '/token whoami');
    expect(await within(20_000, 'the end', desk.bot().ended)).toBe(1);
    expect(desk.lines.join('\n')).toContain('"why":"token_revoked"');
  });

  it('ends when the app token no longer opens a connection', { timeout: 60_000 }, async (test) => {
    const desk = await openDesk(test);
    await desk.slack.people.revokeToken('app');
    desk.slack.faults.cut('refresh_requested');
    expect(await within(20_000, 'the end', desk.bot().ended)).toBe(1);
    expect(desk.lines.join('\n')).toContain('"why":"token_revoked"');
  });
});
