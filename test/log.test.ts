import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../src/domain/errors.ts';
import { Secret } from '../src/domain/secret.ts';
import { openLog } from '../src/log.ts';
import type { Log, LogFields, LogLevel } from '../src/log.ts';

interface Captured {
  readonly log: Log;
  readonly lines: string[];
  /** The last line, parsed. */
  readonly last: () => Record<string, unknown>;
}

function capture(level: LogLevel = 'debug'): Captured {
  const lines: string[] = [];
  const log = openLog({ level, destination: { write: (line) => lines.push(line) } });
  const last = () => z.record(z.string(), z.unknown()).parse(JSON.parse(lines.at(-1) ?? '{}'));
  return { log, lines, last };
}

/** What the types forbid and a careless cast elsewhere would still do. */
function smuggled(value: unknown): LogFields {
  const fields: unknown = { value };
  pretend(fields);
  return fields;
}

function pretend(_fields: unknown): asserts _fields is LogFields {
  // Believed by the compiler only.
}

describe('log lines', () => {
  it('are one JSON object each, with level, time and fields', () => {
    const { log, lines, last } = capture();
    log.info('batch approved', { batchId: 'batch_1', rows: 3, late: false, note: null });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('}\n')).toBe(true);
    expect(last()).toMatchObject({
      level: 'info',
      message: 'batch approved',
      batchId: 'batch_1',
      rows: 3,
      late: false,
      note: null,
    });
    expect(last()['time']).toMatch(/^\d{4}-\d\d-\d\dT.+Z$/);
  });

  it('stay one line whatever a field holds', () => {
    const { log, lines, last } = capture();
    log.warn('row skipped', { reason: 'a\r\n{"level":"error"}\u2028b' });
    expect(lines.join('').trimEnd()).not.toMatch(/[\r\n]/);
    expect(last()['reason']).toBe('a\r\n{"level":"error"}\u2028b');
  });

  it('below the level are not written', () => {
    const { log, lines } = capture('warn');
    log.debug('quiet');
    log.info('quiet');
    log.warn('loud');
    log.error('loud');
    expect(lines).toHaveLength(2);
  });

  it('are not written at all when the log is silent', () => {
    const { log, lines } = capture('silent');
    log.error('nobody hears');
    expect(lines).toEqual([]);
  });

  it('cut a long field where it can be seen', () => {
    const { log, last } = capture();
    log.info('long', { text: 'a b '.repeat(1000) });
    expect(last()['text']).toMatch(/^(?:a b ){250} … \(cut\)$/);
  });
});

describe('the scrubber', () => {
  const botToken = ['xoxb', '111111111111', '222222222222', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('-');
  const appToken = ['xapp', '1', 'A0123456789', '123456789012', 'ab12'.repeat(16)].join('-');
  it.each([
    ['a bot token', botToken],
    ['a rotated token', ['xoxe.xoxp', '1', 'Mi0yLTEyMzQ1Njc4OTAxMi0xMjM0NTY3ODkw'].join('-')],
    ['an app-level token', appToken],
    ['an Okta credential', 'SSWS 00aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789-_ab'],
    ['a bearer token', 'Bearer abcdefgh.ijklmnop_1234-5678'],
    ['a DPoP token', 'DPoP eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln'],
    ['a JWT', 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----'],
    ['a response URL', 'https://hooks.slack.com/commands/T1/111/xxx'],
    ['a response URL of a local Slack', 'http://127.0.0.1:4000/hooks/actions/T1/111/xxx'],
    ['a socket URL', 'wss://wss-primary.slack.com/link/?ticket=abc&app_id=1'],
    ['a file URL with a public secret', 'https://files.slack.com/files-pri/T1-F1/a.csv?pub_secret=0a1b2c3d'],
    ['a base32 seed', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'],
    ['a short base32 seed', 'JBSWY3DPEHPK3PXP'],
    ['a lower-case base32 seed', 'jbswy3dpehpk3pxpjbswy3dpehpk3pxp'],
    ['a hexadecimal seed', '3132333435363738393031323334353637383930'],
    ['a base64 seed', 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA='],
  ])('takes %s out of fields, messages and error codes', (_name, secret) => {
    const { log, lines } = capture();
    const error = Object.assign(new Error(`failed with ${secret}`), { code: secret });
    log.error(`failed with ${secret}`, { text: `before ${secret} after` }, error);
    const core = secret.split(/[\s\n]/).at(-1) ?? secret;
    expect(lines.join('')).not.toContain(core);
    expect(lines.join('')).toContain('[scrubbed] after');
  });

  it('takes the password out of a database URL', () => {
    const { log, last } = capture();
    log.info('x', { url: 'postgres://bot:hunter2@db.internal/tokens' });
    expect(last()['url']).toBe('postgres://[scrubbed]db.internal/tokens');
  });

  it('leaves ids, hashes, serials, method names and plain words alone', () => {
    const { log, last } = capture();
    const fields = {
      batchId: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      planHash: 'ab'.repeat(32),
      sha256: 'cd'.repeat(32),
      serial: '2308724500123',
      method: 'files.completeUploadExternal',
      why: 'the network closed the connection',
      uuid: '2f1c8d4e-1111-4222-8333-444455556666',
    };
    log.info('x', fields);
    expect(last()).toMatchObject(fields);
  });

  it('takes credentials even out of ids', () => {
    const { log, lines } = capture();
    log.info('x', { batchId: botToken });
    expect(lines.join('')).not.toContain(botToken);
  });
});

describe('what must never be logged', () => {
  it('prints a secret as [secret] and an object as [withheld]', () => {
    const { log, lines } = capture();
    log.info('x', smuggled(new Secret('hunter2')));
    log.info('x', smuggled({ seed: 'hunter2' }));
    log.info('x', smuggled(['hunter2']));
    log.info('x', { text: String(new Secret('hunter2')) });
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines[0]).toContain('[withheld]');
    expect(lines[3]).toContain('[secret]');
  });

  it('writes of an error its kind, code, facts and frames, never its message', () => {
    const { log, lines, last } = capture();
    const driver = Object.assign(new TypeError('Failing row contains (3, SECRETUPN)'), { code: '23505' });
    log.error('row not stored', { rowId: 'row_1' }, new AppError('STORE_BUSY', { waitedMs: 10 }, driver));
    expect(lines.join('')).not.toContain('SECRETUPN');
    expect(last()).toMatchObject({
      rowId: 'row_1',
      fault: {
        name: 'AppError',
        code: 'STORE_BUSY',
        facts: { waitedMs: 10 },
        cause: { name: 'TypeError', code: '23505' },
      },
    });
    expect(lines.join('')).toContain('log.test.ts');
  });

  it('survives causes that go round in a circle, and things thrown that are no errors', () => {
    const { log, lines } = capture();
    const first = new Error('first');
    const second = new Error('second', { cause: first });
    first.cause = second;
    log.error('x', {}, second);
    log.error('x', {}, 'hunter2');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain('hunter2');
  });
});
