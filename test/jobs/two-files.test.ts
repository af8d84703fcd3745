import { expect, it } from 'vitest';
import { textOf } from '../../sandbox/story/stage.ts';
import { isEnrolled } from '../support/okta-truth.ts';
import { csvOf, device } from '../support/vendor.ts';
import { openWork } from './at-work.ts';
import { cardSays } from './planned.ts';

const [ana, spare] = [device(1), device(2)];

it('reads a list without seeds where encrypted files alone are, and knows no token that never came', async () => {
  const work = await openWork({ plaintext: 'refuse' });
  work.start();
  await work.drop(`upn,serial number\r\nana@acme.example,${ana.serial}\r\n`);
  await work.batch('discarded');
  expect((await work.rows()).map(({ verdict }) => verdict)).toEqual(['serial_unknown']);
});

it('takes them from the vendor’s file that was dropped before, and asks nobody to delete the list', async () => {
  const work = await openWork();
  work.start();
  await work.drop(csvOf([ana, spare]));
  await work.batch('awaiting_approval');
  await work.decide('approve');
  await work.batch('finished');

  await work.drop(
    [
      'User,Serial',
      `ana@acme.example,${ana.serial}`,
      `nobody@acme.example,${spare.serial}`,
      'ben@acme.example,999',
      ',5',
      '',
    ].join('\n'),
  );
  const waiting = await work.batch('awaiting_approval');
  expect(waiting.briefing.exposure).toEqual({ holds: 'none' });
  expect((await work.rows()).map(({ verdict }) => verdict)).toEqual([
    'enroll',
    'user_unknown',
    'serial_unknown',
    'bad_row',
  ]);
  await cardSays(work, 'nobody@acme.example');
  expect(textOf(work.card())).not.toContain('🔓');
  await work.decide('approve');
  await work.batch('finished');
  expect(isEnrolled(work.okta, { ...ana, user: 'ana@acme.example' })).toBe(true);
  expect(work.thread().some((reply) => textOf(reply).includes('please delete'))).toBe(false);
});
