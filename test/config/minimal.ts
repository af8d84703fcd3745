import { describeProblems, readConfig } from '../../src/config.ts';
import type { Config } from '../../src/config.ts';

type ReadFile = (path: string) => string;
type Changes = Readonly<Record<string, string | undefined>>;

export const seedKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');

/** The least that makes a configuration. */
export const minimal = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_APP_TOKEN: 'xapp-1-A1-2-abc',
  SLACK_ADMIN_CHANNEL: 'C0ADMIN',
  OKTA_ORG_URL: 'https://acme.okta.com',
  OKTA_API_TOKEN: '00-credential_value',
  OKTA_AUTHENTICATOR_ID: 'autcmon9grRZO488N1d7',
  SEED_KEY: seedKey,
};

export const noFiles: ReadFile = () => {
  throw new Error('no files here');
};

/** What the least configuration with these changes is read as; throws its problems where there are any. */
export function configOf(changes: Changes = {}, readFile = noFiles): Config {
  const reading = readConfig({ ...minimal, ...changes }, readFile);
  if (!reading.ok) throw new Error(describeProblems(reading.problems));
  return reading.config;
}

/** The problems of the least configuration with these changes, as people read them. */
export function problemsOf(changes: Changes, readFile = noFiles): readonly string[] {
  const reading = readConfig({ ...minimal, ...changes }, readFile);
  return reading.ok ? [] : reading.problems.map(({ setting, problem }) => `${setting} ${problem}`);
}
