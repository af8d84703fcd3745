import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { configOf, problemsOf, seedKey } from './minimal.ts';

const files =
  (contents: Record<string, string>) =>
  (path: string): string => {
    const text = contents[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };

describe('secrets from files', () => {
  it('are read without the newline at the end', () => {
    const config = configOf(
      { OKTA_API_TOKEN: undefined, OKTA_API_TOKEN_FILE: '/run/okta' },
      files({ '/run/okta': '00-from-file\n' }),
    );
    expect(config.okta.credential).toBeInstanceOf(Secret);
    expect(config.okta.credential instanceof Secret && config.okta.credential.reveal()).toBe('00-from-file');
  });

  it('are a way to receive as well', () => {
    const config = configOf(
      { SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET_FILE: '/run/signing' },
      files({ '/run/signing': '0123456789abcdef\r\n' }),
    );
    expect(config.slack.receive.kind).toBe('http');
  });

  it('are refused beside the setting itself', () => {
    expect(problemsOf({ SEED_KEY_FILE: '/run/key' }, files({ '/run/key': seedKey }))).toEqual([
      'SEED_KEY and SEED_KEY_FILE are both set. Keep one of the two.',
    ]);
  });

  it('are refused when missing or empty, without the path', () => {
    const problems = problemsOf(
      {
        SEED_KEY: undefined,
        SEED_KEY_FILE: '/run/absent',
        OKTA_API_TOKEN: undefined,
        OKTA_API_TOKEN_FILE: '/run/empty',
      },
      files({ '/run/empty': '\n' }),
    );
    expect(problems).toEqual([
      'OKTA_API_TOKEN_FILE names an empty file.',
      'SEED_KEY_FILE names a file that cannot be read. Check the path and its permissions.',
    ]);
  });

  it('exist for secrets only', () => {
    expect(problemsOf({ OKTA_ORG_URL_FILE: '/run/url' })).toHaveLength(1);
  });
});
