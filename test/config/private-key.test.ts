import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.ts';
import { Secret } from '../../src/domain/secret.ts';
import { configOf, problemsOf } from './minimal.ts';

const app = (key: string): Config['okta']['credential'] =>
  configOf({ OKTA_API_TOKEN: undefined, OKTA_CLIENT_ID: '0oa1abcdef', OKTA_PRIVATE_KEY: key }).okta
    .credential;
const keyOf = (credential: Config['okta']['credential']): unknown =>
  credential instanceof Secret ? undefined : JSON.parse(credential.privateKey.reveal());

describe('a service app', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const pem = rsa.export({ type: 'pkcs1', format: 'pem' }).toString();
  it.each([
    ['PEM', pem, { kty: 'RSA', alg: 'RS256' }],
    ['PEM in one line', pem.replaceAll('\n', String.raw`\n`), { kty: 'RSA', alg: 'RS256' }],
    ['PKCS 8', ec.export({ type: 'pkcs8', format: 'pem' }).toString(), { kty: 'EC', alg: 'ES384' }],
    [
      'a JWK',
      JSON.stringify({ ...ec.export({ format: 'jwk' }), kid: 'first' }),
      { alg: 'ES384', kid: 'first' },
    ],
  ])('has a private key as %s', (_, text, expected) => {
    expect(keyOf(app(text))).toMatchObject(expected);
  });

  it.each([
    ['a public key', createPublicKey(ec).export({ type: 'spki', format: 'pem' }).toString()],
    ['a public JWK', JSON.stringify(createPublicKey(ec).export({ format: 'jwk' }))],
    [
      'a short RSA key',
      generateKeyPairSync('rsa', { modulusLength: 1024 })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    ],
    [
      'another kind of key',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
    [
      'a locked key',
      ec.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' }).toString(),
    ],
    ['no key', 'secret'],
  ])('cannot have %s', (_, text) => {
    const problems = problemsOf({
      OKTA_API_TOKEN: undefined,
      OKTA_CLIENT_ID: '0oa1abcdef',
      OKTA_PRIVATE_KEY: text,
    });
    expect(problems).toEqual([
      expect.stringMatching(/^OKTA_PRIVATE_KEY is not a private key that Okta takes/),
    ]);
  });

  it('is one of two ways, and needs both of its settings', () => {
    expect(problemsOf({ OKTA_API_TOKEN: undefined })).toEqual([
      'OKTA_API_TOKEN or OKTA_CLIENT_ID and OKTA_PRIVATE_KEY must be set: the first is an API token, the others are an OAuth service app.',
    ]);
    expect(problemsOf({ OKTA_CLIENT_ID: '0oa1abcdef' })).toEqual([
      'OKTA_API_TOKEN and OKTA_CLIENT_ID are both set. Keep one: the first is an API token, the others are an OAuth service app.',
    ]);
    expect(problemsOf({ OKTA_API_TOKEN: undefined, OKTA_CLIENT_ID: '0oa1abcdef' })).toEqual([
      'OKTA_PRIVATE_KEY is not set, and OKTA_CLIENT_ID does not work without it.',
    ]);
  });
});
