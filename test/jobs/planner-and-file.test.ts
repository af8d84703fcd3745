import { describe, expect, it } from 'vitest';
import type { DownloadFault } from '../../sandbox/slack/faults.ts';
import { textOf } from '../../sandbox/story/stage.ts';
import { latestBatches } from '../../src/store/batches.ts';
import { cardSays, dropped, states } from './planned.ts';
import { devicesFor } from '../support/vendor.ts';

const devices = devicesFor('ana@acme.example', 'ben@acme.example');

describe('a plan whose file cannot be had', () => {
  it.each<[string, DownloadFault, string]>([
    ['was deleted meanwhile', { do: 'deleted_first' }, 'deleted before it was read'],
    ['is kept back behind the sign-in page', { do: 'login_page' }, 'files:read is missing'],
    [
      'comes as a page',
      { do: 'body', bytes: Buffer.from('<!DOCTYPE html><html><body>Sign in</body></html>') },
      'files:read is missing',
    ],
    ['lies elsewhere', { do: 'redirect', to: 'https://elsewhere.example/' }, 'instead of giving the file'],
    ['comes cut off', { do: 'truncated' }, 'cut off'],
  ])('is discarded with the reason when it %s', async (_how, fault, words) => {
    const work = await dropped(devices, ({ slack }) => slack.faults.add({ at: 'download', fault }));
    const batch = await work.batch('discarded');
    expect(batch.trouble).toContain(words);
    await cardSays(work, words);
    expect(work.okta.journal).toEqual([]);
  });

  it('is tried again when the connection broke', async () => {
    const work = await dropped(devices, ({ slack }) =>
      slack.faults.once({ at: 'download', fault: { do: 'wrong_length' } }),
    );
    await work.batch('awaiting_approval');
    expect(await states(work)).toEqual(['planned', 'planned']);
  });

  it('is given up after an hour in which Slack did not give the file', async () => {
    const work = await dropped(devices, ({ slack }) =>
      slack.faults.add({ at: 'download', fault: { do: 'wrong_length' } }),
    );
    await work.clock.pass(55 * 60_000);
    expect((await latestBatches(work.db, 1))[0]?.state).toBe('planning');
    await cardSays(work, 'Slack did not give the file');
    await work.clock.pass(10 * 60_000);
    const batch = await work.batch('discarded');
    expect(batch.trouble).toContain('Slack did not give the file for an hour. Nothing was done.');
    expect(work.okta.journal).toEqual([]);
  });

  it('does not ask for a file to be deleted that is gone', async () => {
    const work = await dropped(devices, ({ slack }) =>
      slack.faults.add({ at: 'download', fault: { do: 'deleted_first' } }),
    );
    await work.batch('discarded');
    await cardSays(work, 'deleted before it was read');
    await work.clock.pass(60_000);
    expect(work.thread().map(textOf).join('\n')).not.toContain('please delete');
    expect((await latestBatches(work.db, 1))[0]?.file?.deletedAt).toBeDefined();
  });
});
