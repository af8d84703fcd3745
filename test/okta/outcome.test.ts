import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { type Answer, readAnswer } from '../../src/okta/answer.ts';
import { outcomeOf } from '../../src/okta/outcome.ts';

const trace = { requestId: 'req1', oktaAt: Date.UTC(2026, 0, 5, 9) };

function answer(status: number, body: unknown, headers: Record<string, string | string[]> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readAnswer({
    kind: 'answer',
    status,
    headers: { 'x-okta-request-id': 'req1', date: 'Mon, 05 Jan 2026 09:00:00 GMT', ...headers },
    bytes: Buffer.from(text),
  });
}

const error = (errorCode: string, causes: unknown = [], errorSummary = 'Said by Okta'): object => ({
  errorCode,
  errorSummary,
  errorLink: errorCode,
  errorId: 'oae1',
  errorCauses: causes,
});

const cause = (errorSummary: string): object[] => [{ errorSummary }];
const html = '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>';

describe('refusals that stay refusals', () => {
  it.each([
    [400, error('E0000001', cause('A factor of this type is already set up.')), 'already_set_up'],
    [400, error('E0000001', cause('A FACTOR OF THIS TYPE IS ALREADY SET UP.')), 'already_set_up'],
    [
      400,
      error('E0000001', cause('Factor not allowed for the user based on the Multifactor policy.')),
      'not_allowed_by_policy',
    ],
    [400, error('E0000001', cause('Invalid Profile.')), 'invalid'],
    [400, error('E0000001', []), 'invalid'],
    [400, error('E0000001', { errorSummary: 'A factor of this type is already set up.' }), 'already_set_up'],
    [400, error('E0000003'), 'invalid'],
    [400, error('E0000031'), 'invalid'],
    [401, error('E0000011'), 'credential'],
    [403, error('E0000005'), 'credential'],
    [401, '', 'credential'],
    [401, error('E0000015'), 'permission'],
    [403, error('E0000006'), 'permission'],
    [403, '', 'permission'],
    [404, error('E0000007'), 'not_found'],
    [404, error('E0000008'), 'invalid'],
    [404, html, 'invalid'],
    [410, error('E0000154'), 'not_found'],
    [404, error('E0999999'), 'not_found'],
    [410, error('E0999999'), 'not_found'],
    [410, html, 'invalid'],
    [400, error('E0999999'), 'invalid'],
    [403, error('E0000038'), 'user_status'],
    [409, error('E0000112'), 'user_status'],
    [423, error('E0000155'), 'user_status'],
    [403, error('E0000068'), 'wrong_code'],
    [403, error('E0000082'), 'code_reused'],
    [403, error('E0000083'), 'code_outside_window'],
    [403, error('E0000069'), 'user_locked'],
    [405, error('E0000022'), 'invalid'],
    [411, '', 'invalid'],
  ])('%i %j is %s for reads and writes alike', (status, body, reason) => {
    for (const effect of ['read', 'write'] as const) {
      const { outcome } = outcomeOf(answer(status, body), effect);
      expect(outcome).toMatchObject({ kind: 'rejected', reason, status, ...trace });
    }
  });
});

describe('failures that may pass', () => {
  it.each([
    [500, error('E0000009'), 'server_error', 'E0000009'],
    [503, error('E0000010'), 'read_only', 'E0000010'],
    [503, error('E0000100'), 'server_error', 'E0000100'],
    [504, error('E0000067'), 'server_error', 'E0000067'],
    [400, error('E0000074'), 'server_error', 'E0000074'],
    [502, html, 'server_error', 'HTTP 502'],
    [500, '', 'server_error', 'HTTP 500'],
    [300, '', 'server_error', 'HTTP 300'],
    [302, '', 'server_error', 'HTTP 302'],
    [408, '', 'server_error', 'HTTP 408'],
  ])('%i %j is asked again by a read and looked into by a write', (status, body, retry, why) => {
    expect(outcomeOf(answer(status, body), 'read').outcome).toEqual({
      kind: 'retry',
      why: retry,
      afterMs: undefined,
      ...trace,
    });
    expect(outcomeOf(answer(status, body), 'write').outcome).toEqual({ kind: 'unknown', why, ...trace });
  });
});

const rateOf = (limit: string, remaining: string): Record<string, string> => ({
  'x-rate-limit-limit': limit,
  'x-rate-limit-remaining': remaining,
  'x-rate-limit-reset': '1767603660',
});

describe('refusals for the rate', () => {
  it.each([
    ['a full window', rateOf('600', '0'), 'rate_limit'],
    ['too many at once', rateOf('0', '0'), 'concurrency'],
    ['an allowance of nothing that has something left', rateOf('0', '1'), 'rate_limit'],
    ['no headers', {}, 'rate_limit'],
  ])('tell %s, and that nothing was done', (_what, given, why) => {
    const { outcome } = outcomeOf(answer(429, error('E0000047'), given), 'write');
    expect(outcome).toMatchObject({ kind: 'retry', why });
  });

  it('need no body', () => {
    expect(outcomeOf(answer(429, ''), 'write').outcome).toMatchObject({ kind: 'retry', why: 'rate_limit' });
  });
});

const summaryOf = (status: number, body: unknown, headers = {}): string => {
  const { outcome } = outcomeOf(answer(status, body, headers), 'write');
  return outcome.kind === 'rejected' ? outcome.summary : '';
};

describe('the summary', () => {
  it('carries the causes, which say more than the summary', () => {
    const body = error('E0000001', cause('Invalid Profile.'), 'Api validation failed: factorEnrollRequest');
    expect(summaryOf(400, body)).toBe('Api validation failed: factorEnrollRequest: Invalid Profile.');
  });

  it('names the missing scope that only the challenge tells', () => {
    const challenge =
      'Bearer authorization_uri="https://acme.okta.com/oauth2/v1/authorize", realm="https://acme.okta.com", ' +
      'scope="okta.users.manage", error="insufficient_scope", ' +
      'error_description="The access token provided does not contain the required scopes."';
    expect(summaryOf(403, '', { 'www-authenticate': challenge })).toBe(
      'insufficient_scope. The access token provided does not contain the required scopes.. Scope: okta.users.manage',
    );
  });

  it('is one short line of visible text whatever Okta repeats', () => {
    const hostile = `a\u0000b\u001b[31mc\u202Ed\u2028e\nf${'x'.repeat(1000)}`;
    const summary = summaryOf(400, error('E0000001', [], hostile));
    expect(summary).toMatch(/^a b \[31mc d e fx+$/);
    expect(summary).toHaveLength(300);
  });

  it('leaves out causes that say nothing, and space that shows nothing', () => {
    const causes = [{ errorSummary: ' ' }, { errorSummary: 'Twice\n\n  over. ' }];
    expect(summaryOf(400, error('E0000001', causes, 'Failed'))).toBe('Failed: Twice over.');
  });

  it('does not cut a character in two', () => {
    expect(summaryOf(400, error('E0000001', [], `${'x'.repeat(299)}😀`)).isWellFormed()).toBe(true);
  });

  it('falls back to the status', () => {
    expect(summaryOf(404, html)).toBe('HTTP 404');
  });
});
