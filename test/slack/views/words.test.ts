import { describe, expect, it } from 'vitest';
import { batchStates } from '../../../src/domain/batch.ts';
import { rowStates, verdicts } from '../../../src/domain/row.ts';
import { adminUserUrl } from '../../../src/slack/views/okta-link.ts';
import { closest } from '../../../src/slack/views/closest.ts';
import {
  duration,
  fileSize,
  rowSigns,
  signOf,
  stateCounts,
  verdictCounts,
} from '../../../src/slack/views/words.ts';

describe('signs', () => {
  it('tell every state of a batch apart by more than colour', () => {
    const words = batchStates.map((state) => signOf({ state }, {}).word);
    expect(new Set(words).size).toBe(batchStates.length);
  });

  it('tell every state of a row apart by more than colour', () => {
    expect(new Set(rowStates.map((state) => rowSigns[state].word)).size).toBe(rowStates.length);
  });

  it.each([
    [{ enrolled: 45 }, 'Done'],
    [{ skipped: 2 }, 'Done'],
    [{ enrolled: 44, failed: 1 }, 'Done with problems'],
    [{ enrolled: 44, needs_review: 1 }, 'Done with problems'],
    [{ enrolled: 44, unknown: 1 }, 'Done with problems'],
    [{ failed: 45 }, 'Failed'],
    [{ needs_review: 1 }, 'Needs review'],
    [{ failed: 1, unknown: 1 }, 'Needs review'],
  ])('a finished batch with %j is called %s', (states, word) => {
    expect(signOf({ state: 'finished' }, states).word).toBe(word);
  });
});

describe('counts', () => {
  it('have a word for every verdict and every state', () => {
    expect(
      verdictCounts(Object.fromEntries(verdicts.map((verdict) => [verdict, 2])), verdicts).mrkdwn.split(', ')
        .length,
    ).toBeGreaterThanOrEqual(verdicts.length);
    for (const state of rowStates) expect(stateCounts({ [state]: 1 }).mrkdwn).toMatch(/^1 [a-z]/);
  });

  it('leave out what there is none of', () => {
    expect(stateCounts({ enrolled: 0 }).mrkdwn).toBe('');
    expect(stateCounts({ failed: 2, enrolled: 10_000 }).mrkdwn).toBe('10,000 enrolled, 2 failed');
  });
});

describe('duration', () => {
  it.each([
    [0, 'under a second'],
    [-5, 'under a second'],
    [Number.NaN, 'under a second'],
    [499, 'under a second'],
    [41_000, '41 s'],
    [60_000, '1 min'],
    [130_000, '2 min 10 s'],
    [600_000 + 5000, '10 min'],
    [3_600_000, '1 h'],
    [5_400_000, '1 h 30 min'],
  ])('of %s ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});

describe('file size', () => {
  it.each([
    [1, '1 byte'],
    [999, '999 bytes'],
    [3210, '3.2 kB'],
    [2_500_000, '2.5 MB'],
  ])('of %s is %s', (bytes, words) => {
    expect(fileSize(bytes)).toBe(words);
  });
});

describe('the link to a user', () => {
  it.each([
    ['https://acme.okta.com', 'https://acme-admin.okta.com/admin/user/profile/view/00u1'],
    ['https://acme-admin.okta.com/', 'https://acme-admin.okta.com/admin/user/profile/view/00u1'],
    ['https://acme.oktapreview.com', 'https://acme-admin.oktapreview.com/admin/user/profile/view/00u1'],
    ['https://acme.okta-emea.com', 'https://acme-admin.okta-emea.com/admin/user/profile/view/00u1'],
    ['https://login.acme.com', undefined],
    ['https://okta.com.evil.example', undefined],
    ['https://okta.com', undefined],
    ['http://127.0.0.1:3001', undefined],
    ['not a url', undefined],
  ])('in %s is %s', (org, url) => {
    expect(adminUserUrl(org, '00u1')).toBe(url);
  });

  it.each(['', '../x', '00u|x', '<!channel>'])('is not made for the user id %j', (userId) => {
    expect(adminUserUrl('https://acme.okta.com', userId)).toBeUndefined();
  });
});

describe('closest', () => {
  const commands = ['assign', 'revoke', 'status', 'batches', 'whoami', 'help'] as const;

  it.each([
    ['asign', 'assign'],
    ['ASSIGN', 'assign'],
    ['assgin', 'assign'],
    ['revok', 'revoke'],
    ['stat', 'status'],
    ['batch', 'batches'],
    ['hlep', 'help'],
    ['qqqqqq', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('to %s is %s', (word, match) => {
    expect(closest(word, commands)).toBe(match);
  });
});
