import { describe, expect, it } from 'vitest';
import { find, read } from './texts.ts';

interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  readonly within: string;
  /** Files where it is the point. */
  readonly except: readonly string[];
}

const bans: readonly Ban[] = [
  {
    what: 'the environment',
    pattern: /process\.env/,
    within: 'src/',
    except: ['src/config.ts', 'src/main.ts', 'src/doctor/main.ts'],
  },
  {
    what: 'a clock',
    pattern: /Date\.now\(|new Date\(\)|performance\.now\(/,
    within: 'src/domain/',
    except: [],
  },
  {
    what: 'chance',
    pattern: /Math\.random\(|randomBytes|randomUUID|randomInt/,
    within: 'src/domain/',
    except: [],
  },
  { what: 'chance that can be guessed', pattern: /Math\.random\(/, within: 'src/', except: [] },
  {
    what: 'an error’s text',
    pattern:
      /\.message\.(?:includes|match|startsWith|endsWith|search|indexOf)\(|\.message ===|\.test\(\w+\.message\)/,
    within: 'src/',
    except: [],
  },
  {
    what: 'a lint rule switched off',
    pattern: /(?:oxlint|eslint)-disable|@ts-(?:ignore|expect-error|nocheck)/,
    within: '',
    except: [],
  },
];

/** Where a seed or a credential may come out of its wrapping: on the way to Okta, to Slack, or into the vault. */
const revealing = [
  'src/doctor/slack-connection.ts',
  'src/doctor/store.ts',
  'src/domain/totp.ts',
  'src/intake/age.ts',
  'src/intake/openpgp.ts',
  'src/intake/pskc-key.ts',
  'src/keys/keyring.ts',
  'src/okta/authorize.ts',
  'src/okta/factors.ts',
  'src/okta/oauth/proofs.ts',
  'src/okta/oauth/service-app.ts',
  'src/okta/oauth/token-endpoint.ts',
  'src/slack/api.ts',
  'src/slack/bolt.ts',
  'src/slack/download.ts',
  'src/slack/http-requests.ts',
  'src/slack/socket.ts',
  'src/store/seal-first.ts',
  'src/store/seal.ts',
  'src/store/vault-key.ts',
];

describe('the code', () => {
  const files = find('src/**/*.ts', 'sandbox/**/*.{ts,tsx}', 'bench/**/*.ts', 'test/**/*.{ts,tsx}', '*.ts');

  it.each(bans)('does not use $what in $within', ({ pattern, within, except }) => {
    const found = files.filter(
      (file) =>
        file.startsWith(within) &&
        !except.includes(file) &&
        file !== 'test/repository/bans.test.ts' &&
        pattern.test(read(file)),
    );
    expect(found).toEqual([]);
  });

  it('reveals a secret only where it leaves for the service or the vault it is meant for', () => {
    const found = find('src/**/*.ts').filter((file) => read(file).includes('.reveal('));
    expect(found).toEqual(revealing);
  });

  it('comes in files that can be read in one go', () => {
    const long = files.filter((file) => !file.startsWith('test/') && read(file).split('\n').length > 251);
    expect(long).toEqual([]);
  });

  it('has no folder named after what it is not', () => {
    expect(
      files.filter((file) => /(^|\/)(utils?|helpers?|common|lib|services|interfaces)\//.test(file)),
    ).toEqual([]);
  });
});

describe('the texts of the repository', () => {
  const files = find(
    '{src,sandbox,bench,test,docs}/**/*.{ts,tsx,css,html,json,md,yml,sql}',
    '*.{ts,md,yml,json}',
    '.ci/*',
    '.github/**/*.yml',
    'Dockerfile',
  ).filter((file) => file !== 'package-lock.json' && !file.startsWith('test/repository/'));

  it.each([
    ['a path of one machine', /(?<![\w.])\/(?:work|root|home|Users|farm)\/[A-Za-z]|\/tmp\/[A-Za-z]/],
    ['a registry host', /registry\.npmjs|deb\.debian\.org/],
    ['a tracker’s number', /\b(?:issue|ticket|PR) #\d/i],
    ['a note to come back', /\b(?:TODO|FIXME|XXX)\b/],
  ])('hold no trace of %s', (_what, pattern) => {
    expect(files.filter((file) => pattern.test(read(file)))).toEqual([]);
  });
});
