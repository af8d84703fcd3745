import { describe, expect, it } from 'vitest';
import { loadSpec } from '../../../sandbox/contract/document.ts';
import { checkExchanges } from '../../../sandbox/contract/exchanges.ts';
import { createValidator, type Deviation, type Validator } from '../../../sandbox/contract/openapi.ts';
import { smallSpec, specFile } from './small-spec.ts';

const open = (): Validator => createValidator(loadSpec(specFile(smallSpec)));

/** Deviations as `where: problem`. */
const told = (deviations: readonly Deviation[]): readonly string[] =>
  deviations.map(({ at, problem }) => `${at}: ${problem}`);

const enrol = (body: unknown, query = {}): readonly Deviation[] =>
  open().request({ method: 'POST', path: '/api/v1/users/00u/factors', query, body });

const token = {
  factorType: 'token:hotp',
  provider: 'CUSTOM',
  factorProfileId: 'aut',
  profile: { sharedSecret: 'AAAA' },
};

describe('a request', () => {
  it('that is as declared has no deviations', () => {
    expect(enrol(token, { activate: 'true' })).toEqual([]);
    const listed = open().request({
      method: 'GET',
      path: '/api/v1/users',
      query: { limit: '5', deep: 'phone' },
    });
    expect(listed).toEqual([]);
  });

  it('is told of everything at once', () => {
    const body = {
      id: 'x',
      status: 'ACTIVE',
      ...token,
      provider: 'OKTA',
      extra: 1,
      profile: { sharedSecret: 7, step: 30 },
    };
    expect(told(enrol(body, { activate: 'yes', acivate: 'true' })).toSorted()).toEqual([
      '/id: does not travel in this direction',
      '/profile/sharedSecret: must be string',
      '/profile: undeclared property "step"',
      '/provider: must be equal to one of the allowed values: CUSTOM',
      '/status: does not travel in this direction',
      ': undeclared property "extra"',
      '?acivate: no such query parameter is declared',
      '?activate: must be boolean',
    ]);
  });

  it('never shows a value it refuses', () => {
    const deviations = enrol({ ...token, profile: { sharedSecret: ['JBSWY3DP'] } });
    expect(deviations).toHaveLength(1);
    expect(JSON.stringify(deviations)).not.toContain('JBSWY3DP');
  });

  it.each([
    ['of an unknown kind', { ...token, factorType: 'pigeon' }, '/factorType: must be equal to one of'],
    ['without its kind', { provider: 'CUSTOM' }, ": must have required property 'factorType'"],
    ['without its body', undefined, ': the body is missing'],
  ])('%s is one deviation', (_, body, problem) => {
    expect(told(enrol(body))).toEqual([expect.stringContaining(problem)]);
  });

  it('may fit several alternatives that are the same', () => {
    const path = '/api/v1/users/00u/factors/chf/verify';
    expect(open().request({ method: 'POST', path, body: { passCode: '222222' } })).toEqual([]);
  });

  it('to nowhere is told so', () => {
    const [deviation] = open().request({ method: 'PUT', path: '/api/v1/users' });
    expect(deviation).toMatchObject({ operation: 'PUT /api/v1/users', rule: 'operation', known: undefined });
  });

  it('with a body where none is declared is told so', () => {
    const path = '/api/v1/users/00u/factors/chf';
    expect(told(open().request({ method: 'DELETE', path, body: {} }))).toEqual([': no body is declared']);
  });
});

const answered = (path: string, status: number, body?: unknown, method = 'GET'): readonly Deviation[] =>
  open().response({ method, path, status, body });

describe('an answer', () => {
  it('that is as declared has no deviations, null and more properties included', () => {
    const user = { id: '00u', status: 'ACTIVE', lastLogin: null, more: 1 };
    expect(answered('/api/v1/users', 200, [user])).toEqual([]);
    expect(answered('/api/v1/users/00u/factors/chf', 204, undefined, 'DELETE')).toEqual([]);
  });

  it('is told where it is wrong', () => {
    const users = [{ id: '00u' }, { id: 7, lastLogin: 'yesterday', status: null }, {}];
    expect(told(answered('/api/v1/users', 200, users)).toSorted()).toEqual([
      '/1/id: must be string',
      '/1/lastLogin: must match format "date-time"',
      '/1/status: must be equal to one of the allowed values: ACTIVE, STAGED',
      '/1/status: must be string',
      "/2: must have required property 'id'",
    ]);
  });

  it('shows no property that is only ever sent', () => {
    const factor = { ...token, id: 'chf' };
    expect(told(answered('/api/v1/users/00u/factors', 200, factor, 'POST'))).toEqual([
      '/profile/sharedSecret: does not travel in this direction',
    ]);
  });

  it('described by a schema that is not there is not checked, and the gap is named', () => {
    expect(answered('/api/v1/users/00u/factors/catalog', 200, [{ anything: 1 }])).toEqual([]);
    expect(open().gaps).toEqual(['Missing']);
  });
});

describe('a known difference', () => {
  const otp = { type: 'otp', settings: { timeIntervalInSeconds: 30 } };
  const methods = '/api/v1/authenticators/aut/methods/otp';

  it.each([
    ['GET', '/api/v1/authenticators', 200, [{ key: 'custom_otp' }], 'forgets custom_otp'],
    ['GET', methods, 200, otp, 'nests'],
    ['GET', '/api/v1/users/00u/authenticator-enrollments', 200, [{ id: 'x' }], 'give a list'],
    ['POST', '/api/v1/users/00u/factors', 200, [{ factorType: 'sms' }], 'list of one'],
    ['POST', '/api/v1/users/00u/factors', 403, undefined, 'WWW-Authenticate'],
    ['GET', '/api/v1/users', 401, { errorCode: 'E0000011' }, 'common to all endpoints'],
    ['POST', '/oauth2/v1/token', 200, { access_token: 'x' }, 'OAuth specification'],
  ])('at %s %s is listed with its reason', (...row) => {
    const [method, path, status, body, reason] = row;
    const deviations = open().response({ method, path, status, body });
    expect(deviations.map(({ known }) => known)).toEqual([expect.stringContaining(reason)]);
  });

  it('does not hide what is wrong beside it', () => {
    const wrong = { type: 'otp', settings: { timeIntervalInSeconds: 'thirty' } };
    const deviations = open().response({ method: 'GET', path: methods, status: 200, body: wrong });
    expect(deviations.map(({ at, known }) => [at, known === undefined])).toEqual([
      ['', false],
      ['/timeIntervalInSeconds', true],
    ]);
    const keys = [{ key: 'carrier_pigeon' }];
    const listed = open().response({
      method: 'GET',
      path: '/api/v1/authenticators',
      status: 200,
      body: keys,
    });
    expect(listed.some(({ known }) => known === undefined)).toBe(true);
  });
});

describe('a report on exchanges', () => {
  it('tells what is unexpected once, and counts what is expected', () => {
    const listing = { method: 'GET', path: '/api/v1/users', headers: {}, requestBody: undefined };
    const exchange = { ...listing, query: { page: '2' }, status: 401, responseBody: { errorCode: 'x' } };
    const lost = { ...listing, query: {}, status: 0, responseBody: undefined };
    const report = checkExchanges(open(), [exchange, exchange, lost]);
    expect(report).toMatchObject({ exchanges: 3, expected: [{ times: 2 }] });
    expect(told(report.unexpected)).toEqual(['?page: no such query parameter is declared']);
  });
});

describe('a document', () => {
  it.each(['swagger: "2.0"', 'openapi: 3.1.0\npaths: {}', 'openapi: 3.0.3', '- a list'])(
    '%j is refused',
    (text) => {
      expect(() => loadSpec(specFile(text))).toThrow('not an OpenAPI 3.0 document with paths');
    },
  );
});
