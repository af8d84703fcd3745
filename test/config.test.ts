import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { settings } from '../src/config/settings.ts';
import { configOf, minimal, noFiles, problemsOf, seedKey } from './config/minimal.ts';

describe('the least configuration', () => {
  it('is enough, and every other setting has a default', () => {
    expect(configOf()).toMatchObject({
      slack: {
        receive: { kind: 'socket' },
        apiUrl: 'https://slack.com/api/',
        channels: ['C0ADMIN'],
        command: '/token',
        allowPublicChannel: false,
        threadReplies: undefined,
      },
      approval: { policy: 'confirm', ttlMs: 86_400_000, approvers: { kind: 'channel' } },
      okta: { orgUrl: 'https://acme.okta.com', authenticators: [{ id: 'autcmon9grRZO488N1d7' }] },
      files: { maxBytes: 5_242_880, maxRows: 10_000 },
      http: { host: '127.0.0.1', port: 3000 },
      logLevel: 'info',
    });
  });

  it('asks for nothing that the table does not call required', () => {
    const required = settings.filter((setting) => setting.required === 'yes').map(({ name }) => name);
    expect(
      Object.keys(minimal).filter((name) => !['SLACK_APP_TOKEN', 'OKTA_API_TOKEN'].includes(name)),
    ).toEqual(required);
  });

  it('gives credentials and the seed key as secrets', () => {
    const config = configOf();
    expect(config.slack.botToken.reveal()).toBe(minimal.SLACK_BOT_TOKEN);
    expect(config.seedKey.reveal()).toEqual(new Uint8Array(Buffer.from(seedKey, 'base64')));
    for (const secret of ['xoxb-1', 'xapp-1', '00-credential', seedKey]) {
      expect(JSON.stringify(config)).not.toContain(secret);
    }
  });

  it('takes an empty value for one that is not set', () => {
    expect(configOf({ SLACK_SIGNING_SECRET: '', PORT: '  ' }).http.port).toBe(3000);
  });
});

describe('problems', () => {
  it('are all reported at once', () => {
    const reading = readConfig({ PORT: '70000', LOG_LEVEL: 'loud', SLACK_BOT_TOKN: 'xoxb-1' }, noFiles);
    expect(reading.ok ? [] : reading.problems.map(({ setting }) => setting).sort()).toEqual([
      'LOG_LEVEL',
      'OKTA_API_TOKEN',
      'OKTA_AUTHENTICATOR_ID',
      'OKTA_ORG_URL',
      'PORT',
      'SEED_KEY',
      'SLACK_ADMIN_CHANNEL',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
      'SLACK_BOT_TOKN',
    ]);
  });

  it('never repeat a value', () => {
    const wrong = Object.fromEntries(settings.map(({ name }) => [name, `~wrong ${name.toLowerCase()}~`]));
    const problems = problemsOf(wrong);
    expect(problems.length).toBeGreaterThanOrEqual(settings.length - 3);
    expect(problems.join('\n')).not.toMatch(/~wrong|wrong [a-z_]+~/);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1-2-abc'],
    ['SLACK_BOT_TOKEN', '"xoxb-1-2-abc"'],
    ['SLACK_APP_TOKEN', 'xoxb-1-2-abc'],
    ['SLACK_ADMIN_CHANNEL', '#otp-admins'],
    ['SLACK_ADMIN_CHANNEL', 'C0ADMIN D0ANA'],
    ['SLACK_ADMIN_CHANNEL', ','],
    ['SLACK_APPROVERS', '@ana'],
    ['SLACK_APPROVERS', 'S0ONE,S0TWO'],
    ['SLACK_COMMAND', 'token'],
    ['SLACK_COMMAND', '/Token Desk'],
    ['SLACK_API_URL', 'https://slack.example.com/api/'],
    ['SLACK_API_URL', 'http://slack.com/api/'],
    ['SLACK_API_URL', 'https://slack.com@127.0.0.1/api/'],
    ['SLACK_API_URL', 'http://127.0.0.1.example.com/api/'],
    ['ALLOW_PUBLIC_CHANNEL', 'yes'],
    ['THREAD_REPLIES', 'none'],
    ['APPROVAL_POLICY', 'two-person'],
    ['MAX_FILE_BYTES', '5MB'],
    ['MAX_FILE_ROWS', '0'],
    ['APPROVAL_TTL_MINUTES', '0'],
    ['APPROVAL_TTL_MINUTES', '60m'],
    ['APPROVAL_TTL_MINUTES', '1e3'],
    ['OKTA_API_TOKEN', 'SSWS 00-credential'],
    ['OKTA_AUTHENTICATOR_ID', '00uUserNotAuthentic0'],
    ['OKTA_AUTHENTICATOR_ID', 'aut1,aut1'],
    ['OKTA_AUTHENTICATOR_ID', 'aut1;algorithm=SHA1'],
    ['OKTA_AUTHENTICATOR_ID', 'aut1;algorithm=MD5;step=30;digits=6;encoding=base32'],
    ['OKTA_AUTHENTICATOR_ID', 'aut1;algorithm=SHA1;step=45;digits=6;encoding=base32'],
    ['OKTA_AUTHENTICATOR_ID', 'aut1;algorithm=SHA1;step=30;digits=6;encoding=base32;drift=3'],
    ['SEED_KEY', Buffer.alloc(31).toString('base64')],
    ['SEED_KEY', Buffer.alloc(33).toString('base64')],
    ['SEED_KEY', 'a'.repeat(64)],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['HOST', 'http://0.0.0.0'],
    ['LOG_LEVEL', 'trace'],
  ])('names %s when it is %j, and nothing else', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} .+[.?a-z0-9]$`));
  });

  it('ask for one way to receive: Socket Mode or HTTP', () => {
    expect(problemsOf({ SLACK_APP_TOKEN: undefined })).toEqual([
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET must be set: the first for Socket Mode, the second for HTTP.',
    ]);
    expect(problemsOf({ SLACK_SIGNING_SECRET: '0123456789abcdef' })).toEqual([
      'SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set. Keep one: the first for Socket Mode, the second for HTTP.',
    ]);
    expect(
      configOf({ SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: '0123456789abcdef' }).slack.receive.kind,
    ).toBe('http');
  });

  it('include settings that this version does not support', () => {
    const problems = problemsOf({ DATABASE_URL: 'postgres://x' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['DATABASE_URL']);
    expect(problems.join()).not.toContain('postgres');
  });

  it('include switched-off certificate checks', () => {
    expect(problemsOf({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toHaveLength(1);
    expect(problemsOf({ NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual([]);
  });

  it.each([
    ['SLACK_BOT_TOKN', 'Did you mean SLACK_BOT_TOKEN?'],
    ['slack_admin_channel', 'Did you mean SLACK_ADMIN_CHANNEL?'],
    ['OKTA_AUTHENTICATOR_IDS', 'Did you mean OKTA_AUTHENTICATOR_ID?'],
    ['APPROVAL_TTL', 'Remove it'],
    ['THREAD_REPLY', 'Did you mean THREAD_REPLIES?'],
    ['SEEDKEY', 'Did you mean SEED_KEY?'],
    ['ALLOW_PUBLIC_CHANNELS', 'Did you mean ALLOW_PUBLIC_CHANNEL?'],
    ['SEED_KEY_FILES', 'Did you mean SEED_KEY_FILE?'],
    ['OKTA_SOMETHING_ELSE_ENTIRELY', 'Remove it'],
  ])('include the unknown name %s', (name, hint) => {
    const problems = problemsOf({ [name]: 'x' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(hint);
  });

  it.each(['LOGNAME', 'LOG_FORMAT', 'HOSTNAME', 'PORTAGE', 'DATABASE', 'DATA_PATH', 'PATH', 'NODE_ENV'])(
    'do not include %s, which is not meant for the bot',
    (name) => {
      expect(problemsOf({ [name]: 'x' })).toEqual([]);
    },
  );
});

describe('values', () => {
  it('are lists without blanks or repetitions', () => {
    expect(configOf({ SLACK_ADMIN_CHANNEL: ' C0ONE, G0TWO ,,C0ONE' }).slack.channels).toEqual([
      'C0ONE',
      'G0TWO',
    ]);
  });

  it('tell approving people from an approving group', () => {
    expect(configOf({ SLACK_APPROVERS: 'U0ANA,S0DESK,W0BEN' }).approval.approvers).toEqual({
      kind: 'listed',
      userIds: ['U0ANA', 'W0BEN'],
      groupId: 'S0DESK',
    });
  });

  it.each([
    ['https://slack.com/api', 'https://slack.com/api/'],
    ['https://slack.com', 'https://slack.com/api/'],
    ['http://127.0.0.1:9000/api', 'http://127.0.0.1:9000/api/'],
    ['http://localhost:9000', 'http://localhost:9000/'],
    ['http://[::1]:9000/api/', 'http://[::1]:9000/api/'],
  ])('take %s for the Slack address %s', (text, url) => {
    expect(configOf({ SLACK_API_URL: text }).slack.apiUrl).toBe(url);
  });

  it('hold an authenticator’s settings where they are written out', () => {
    const config = configOf({
      OKTA_AUTHENTICATOR_ID: 'aut1; algorithm=sha256; step=60; digits=8; encoding=hexadecimal , aut2',
    });
    expect(config.okta.authenticators).toEqual([
      {
        id: 'aut1',
        settings: { algorithm: 'SHA256', timeStepSeconds: 60, digits: 8, encoding: 'hexadecimal' },
      },
      { id: 'aut2' },
    ]);
  });

  it('accept a seed key in either alphabet of base64', () => {
    const bytes = Buffer.alloc(32, 0xfb);
    for (const text of [bytes.toString('base64'), bytes.toString('base64url')]) {
      expect(configOf({ SEED_KEY: text }).seedKey.reveal()).toEqual(new Uint8Array(bytes));
    }
  });
});
