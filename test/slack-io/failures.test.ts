import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { apiFailure, asRepeatable, asSeen, asShown } from '../../src/slack/failures.ts';

const platform = (error: string) => new WebAPIPlatformError({ ok: false, error });
const http = (status: number) => new WebAPIHTTPError(status, '', {}, '');
const system = (code: string) => Object.assign(new Error('anything'), { code });
const request = (cause: Error) => new WebAPIRequestError(new TypeError('fetch failed', { cause }));

describe('what a failed call means', () => {
  it.each([
    ['a 429', new WebAPIRateLimitedError(7), { kind: 'limited', afterMs: 7000 }],
    ['a 429 that may be repeated at once', new WebAPIRateLimitedError(0), { kind: 'limited', afterMs: 0 }],
    ['ratelimited with 200', platform('ratelimited'), { kind: 'limited', afterMs: 30_000 }],
    ['rate_limited with 200', platform('rate_limited'), { kind: 'limited', afterMs: 30_000 }],
    ['fatal_error', platform('fatal_error'), { kind: 'lost', why: 'fatal_error' }],
    ['internal_error', platform('internal_error'), { kind: 'lost', why: 'internal_error' }],
    ['request_timeout', platform('request_timeout'), { kind: 'not_sent', why: 'request_timeout' }],
    ['channel_not_found', platform('channel_not_found'), { kind: 'refused', code: 'channel_not_found' }],
    ['a page instead of JSON', platform('<!DOCTYPE html>'), { kind: 'lost', why: 'unreadable_answer' }],
    ['an empty answer', platform(''), { kind: 'lost', why: 'unreadable_answer' }],
    ['a 500', http(500), { kind: 'lost', why: 'http_500' }],
    ['a 503', http(503), { kind: 'lost', why: 'http_503' }],
    ['a 408', http(408), { kind: 'lost', why: 'http_408' }],
    ['a 407 of a proxy', http(407), { kind: 'not_sent', why: 'http_407' }],
    ['a 413', http(413), { kind: 'refused', code: 'http_413' }],
    ['a refused connection', request(system('ECONNREFUSED')), { kind: 'not_sent', why: 'ECONNREFUSED' }],
    ['an unknown host', request(system('ENOTFOUND')), { kind: 'not_sent', why: 'ENOTFOUND' }],
    ['a reset', request(system('ECONNRESET')), { kind: 'lost', why: 'ECONNRESET' }],
    ['a closed socket', request(system('UND_ERR_SOCKET')), { kind: 'lost', why: 'UND_ERR_SOCKET' }],
    [
      'a timeout',
      new WebAPIRequestError(new DOMException('', 'TimeoutError')),
      { kind: 'lost', why: 'timeout' },
    ],
    [
      'an answer cut off',
      new TypeError('x', { cause: system('UND_ERR_SOCKET') }),
      { kind: 'lost', why: 'UND_ERR_SOCKET' },
    ],
    ['an answer that stalls', new DOMException('', 'TimeoutError'), { kind: 'lost', why: 'timeout' }],
  ])('%s', (_name, thrown, failure) => {
    expect(apiFailure(thrown)).toEqual(failure);
  });

  it.each([
    new TypeError('x is not a function'),
    new Error('x'),
    system('ERR_INVALID_ARG_TYPE'),
    'text',
    undefined,
  ])('leaves a fault of ours alone: %s', (thrown) => {
    let caught: unknown = 'nothing';
    try {
      apiFailure(thrown);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(thrown);
  });
});

describe('what it means for a message', () => {
  it('waits exactly as long as Slack asks', () => {
    expect(asShown({ kind: 'limited', afterMs: 7000 })).toEqual({
      kind: 'retry',
      afterMs: 7000,
      why: 'rate_limited',
    });
  });

  it('is unknown after a lost answer, and repeated where repeating is harmless', () => {
    expect(asShown({ kind: 'lost', why: 'timeout' })).toEqual({ kind: 'unknown', why: 'timeout' });
    expect(asRepeatable({ kind: 'lost', why: 'timeout' })).toMatchObject({ kind: 'retry', why: 'timeout' });
  });

  it('is kept for later while the installation is broken', () => {
    expect(asShown({ kind: 'refused', code: 'token_revoked' })).toMatchObject({ kind: 'retry' });
    expect(asShown({ kind: 'refused', code: 'is_archived' })).toEqual({
      kind: 'rejected',
      code: 'is_archived',
    });
  });
});

describe('what it means for a look', () => {
  it('tells a thing that is not there from a look that failed', () => {
    const absent = new Set(['user_not_found']);
    expect(asSeen({ kind: 'refused', code: 'user_not_found' }, absent)).toEqual({
      kind: 'missing',
      code: 'user_not_found',
    });
    expect(asSeen({ kind: 'refused', code: 'missing_scope' }, absent)).toEqual({
      kind: 'unavailable',
      why: 'missing_scope',
    });
    expect(asSeen({ kind: 'limited', afterMs: 1 }, absent)).toMatchObject({
      kind: 'unavailable',
      afterMs: 1,
    });
  });
});
