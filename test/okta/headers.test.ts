import { describe, expect, it } from 'vitest';
import { dateHeader, nextLink, rateHeaders } from '../../src/okta/headers.ts';

const rate = (limit: string | string[], remaining: string | string[], reset: string | string[]): object => ({
  'x-rate-limit-limit': limit,
  'x-rate-limit-remaining': remaining,
  'x-rate-limit-reset': reset,
});

describe('rate-limit headers', () => {
  it.each([
    ['as Okta sends them', rate('600', '599', '1767603660'), [600, 599]],
    ['joined by a comma', rate('600, 600', '599, 598', '1767603660, 1767603659'), [600, 598]],
    ['on lines of their own', rate(['600', '600'], ['599', '598'], ['1767603660', '1767603660']), [600, 598]],
    ['doubled with a zero, which is no concurrency refusal', rate('0, 600', '0, 0', '1767603660'), [600, 0]],
  ])('are read %s', (_how, headers, [limit, remaining]) => {
    expect(rateHeaders({ ...headers })).toEqual({ limit, remaining, resetAt: 1_767_603_660_000 });
  });

  it.each([
    ['none of them', {}],
    ['one too few', { 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': '0' }],
    ['no numbers', rate('many', 'some', 'soon')],
  ])('mean "not known" with %s', (_what, headers) => {
    expect(rateHeaders({ ...headers })).toBeUndefined();
  });
});

describe('the Date header', () => {
  it('is Okta’s clock, and not known where it is missing or no date', () => {
    expect(dateHeader({ date: 'Mon, 05 Jan 2026 09:00:00 GMT' })).toBe(Date.UTC(2026, 0, 5, 9));
    expect(dateHeader({})).toBeUndefined();
    expect(dateHeader({ date: 'later' })).toBeUndefined();
  });
});

describe('the link to the next page', () => {
  const self = '<https://acme.okta.com/api/v1/users?limit=2>; rel="self"';
  const next = '<https://acme.okta.com/api/v1/users?after=00u1,2&limit=2>; rel="next"';

  it.each([
    ['in a header of its own', [self, next]],
    ['joined with the others', `${self}, ${next}`],
    ['before the others', `${next}, ${self}`],
  ])('is found %s', (_where, link) => {
    expect(nextLink({ link })).toBe('https://acme.okta.com/api/v1/users?after=00u1,2&limit=2');
  });

  it('is not there on the last page', () => {
    expect(nextLink({ link: self })).toBeUndefined();
    expect(nextLink({})).toBeUndefined();
  });
});
