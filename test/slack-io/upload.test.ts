import { describe, expect, it } from 'vitest';
import { defaultPlaces } from '../../sandbox/slack/people.ts';
import { argsOf, fastClock, notice, openLab, posted } from './lab.ts';

const { admins } = defaultPlaces;
const place = { channelId: admins };
const file = { name: 'result.csv', text: 'line,user\r\n1,ünïcode\r\n', comment: 'All <rows> & outcomes' };

/** A lab whose bot waits a fiftieth of what it means to. */
const lab = () => openLab({ botClock: fastClock(50) });

describe('uploading', () => {
  it('puts a file into a thread', async () => {
    const { chat, slack } = await lab();
    const root = await chat.post(place, notice('card'), 'out_1');
    const threadTs = root.kind === 'ok' ? root.value.ts : '';
    const shown = await chat.upload({ ...place, threadTs }, file);
    const [stored] = slack.world.files.values();
    expect(shown).toEqual({ kind: 'ok', value: { fileId: stored?.id } });
    expect(Buffer.from(stored?.bytes ?? []).toString('utf8')).toBe(file.text);
    expect(stored).toMatchObject({ name: 'result.csv', shares: [{ channelId: admins, threadTs }] });
    expect(posted(slack).at(-1)).toMatchObject({ text: 'All &lt;rows&gt; &amp; outcomes', threadTs });
  });

  it('does not show the bot token to the upload address', async () => {
    const { chat, slack } = await lab();
    await chat.upload(place, file);
    expect(slack.journal.filter(({ kind }) => kind === 'upload')).toMatchObject([{ token: 'none' }]);
  });

  it.each([408, 500, 504] as const)('tries again from a fresh address after %i', async (status) => {
    const { chat, slack } = await lab();
    slack.faults.once({ at: 'upload', fault: { do: 'status', status, kept: true } });
    expect(await chat.upload(place, file)).toMatchObject({ kind: 'ok' });
    expect(posted(slack)).toHaveLength(1);
  });

  it('is tried later when the address cannot be had', async () => {
    const { chat, slack } = await lab();
    slack.faults.add({
      at: 'api',
      match: 'files.getUploadURLExternal',
      fault: { do: 'html', status: 503, when: 'before' },
    });
    expect(await chat.upload(place, file)).toMatchObject({ kind: 'retry' });
    expect(argsOf(slack, 'files.getUploadURLExternal')).toHaveLength(3);
  });

  it('looks instead of repeating when the answer to the last step is lost', async () => {
    const { chat, slack } = await lab();
    slack.faults.once({
      at: 'api',
      match: 'files.completeUploadExternal',
      fault: { do: 'reset', when: 'after' },
    });
    expect(await chat.upload(place, file)).toMatchObject({ kind: 'ok' });
    expect(posted(slack)).toHaveLength(1);
  });

  it('is unknown when the last step is lost and no share is seen', async () => {
    const { chat, slack } = await lab();
    slack.faults.once({
      at: 'api',
      match: 'files.completeUploadExternal',
      fault: { do: 'reset', when: 'before' },
    });
    expect(await chat.upload(place, file)).toMatchObject({ kind: 'unknown' });
    expect(argsOf(slack, 'files.completeUploadExternal')).toHaveLength(1);
  });

  it('is unknown when Slack says ok and shares nothing', async () => {
    const { chat, slack } = await lab();
    slack.faults.add({ at: 'share', fault: { do: 'unshared' } });
    expect(await chat.upload(place, file)).toEqual({ kind: 'unknown', why: 'share_not_seen' });
  });

  it('repeats the last step when Slack says that it did not happen', async () => {
    const { chat, slack } = await lab();
    slack.faults.once({
      at: 'api',
      match: 'files.completeUploadExternal',
      fault: { do: 'error', error: 'file_update_failed', when: 'before' },
    });
    expect(await chat.upload(place, file)).toMatchObject({ kind: 'ok' });
    expect(posted(slack)).toHaveLength(1);
  });

  it('waits for the pace Slack asks for, and is rejected where it may not share', async () => {
    const { chat, slack } = await lab();
    slack.faults.once({
      at: 'api',
      match: 'files.completeUploadExternal',
      fault: { do: 'rate_limited', retryAfter: '9' },
    });
    expect(await chat.upload(place, file)).toEqual({ kind: 'retry', afterMs: 9000, why: 'rate_limited' });
    const { chat: other } = await lab();
    expect(await other.upload({ channelId: 'C0NOWHERE1' }, file)).toEqual({
      kind: 'rejected',
      code: 'channel_not_found',
    });
  });
});
