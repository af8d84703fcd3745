import { onTestFinished } from 'vitest';
import { authenticatorIds } from '../../sandbox/okta/default-org.ts';
import { type LocalOkta, type OktaOptions, startOkta } from '../../sandbox/okta/server.ts';
import { defaultScopes } from '../../sandbox/slack/default-world.ts';
import { defaultPlaces } from '../../sandbox/slack/people.ts';
import { type LocalSlack, type SlackOptions, startSlack } from '../../sandbox/slack/server.ts';
import type { Config } from '../../src/config.ts';
import { describeProblems, readConfig } from '../../src/config.ts';
import { type Log, openLog } from '../../src/log.ts';
import { type QuickClock, quickClock } from './quick-clock.ts';
import { temporaryDir } from './store.ts';

export interface DeskOptions {
  readonly slack?: SlackOptions;
  readonly okta?: OktaOptions;
  /** Settings beside those that point the bot to the two. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the bot may read the channel's history; not by default, as in the manifest. */
  readonly history?: boolean;
  /** Where the clock begins (epoch ms). */
  readonly startsAt?: number;
}

/** Where the bot works: a local Slack, a local Okta, one clock for all of them, and settings that fit. */
export interface Desk {
  readonly slack: LocalSlack;
  readonly okta: LocalOkta;
  readonly clock: QuickClock;
  readonly config: Config;
  readonly log: Log;
  /** Every line that was logged, as text. */
  readonly logged: () => string;
}

/** Opens a desk, gone when the test ends. */
export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const { slack: given, okta: org, env, history, startsAt } = options;
  const clock = quickClock(startsAt);
  const scopes = history === true ? [...defaultScopes, 'groups:history'] : defaultScopes;
  const slack = await startSlack({ clock: () => clock.now(), scopes, ...given });
  onTestFinished(() => slack.close());
  const okta = await startOkta({ clock: () => clock.now(), ...org });
  onTestFinished(() => okta.close());
  const lines: string[] = [];
  const log = openLog({ level: 'debug', destination: { write: (line) => lines.push(line) } });
  return { slack, okta, clock, log, logged: () => lines.join(''), config: configFor(slack, okta, env) };
}

function configFor(slack: LocalSlack, okta: LocalOkta, env: DeskOptions['env']): Config {
  const reading = readConfig({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_ADMIN_CHANNEL: defaultPlaces.admins,
    OKTA_ORG_URL: okta.url,
    OKTA_API_TOKEN: okta.credential,
    OKTA_AUTHENTICATOR_ID: `${authenticatorIds.sha1Step30},${authenticatorIds.sha1Step60}`,
    APPROVAL_POLICY: 'second-person',
    SEED_KEY: Buffer.alloc(32, 7).toString('base64'),
    DATA_DIR: temporaryDir(),
    PORT: '0',
    ...env,
  });
  if (!reading.ok) throw new Error(describeProblems(reading.problems));
  return reading.config;
}
