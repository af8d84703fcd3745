import type { Config } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { openOkta } from '../okta/client.ts';
import { openSlackApi } from '../slack/api.ts';
import { whoAmI } from '../slack/identity.ts';
import { openWorkspace } from '../slack/workspace.ts';
import { checkApprovers } from './approvers.ts';
import { fail } from './check.ts';
import type { Check } from './check.ts';
import { checkOkta } from './okta.ts';
import { checkMachine } from './machine.ts';
import { checkChannel, checkScopes, checkToken } from './slack.ts';
import { checkConnection } from './slack-connection.ts';
import { checkKeyStrength, checkStore } from './store.ts';
import { checkUpkeep } from './upkeep.ts';

export interface DoctorParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

/** Looks at everything the bot depends on and changes nothing; one entry per thing looked at, in the order to mend them. */
export async function examine(parts: DoctorParts): Promise<readonly Check[]> {
  const { config, clock } = parts;
  const okta = { ...config.okta, clock };
  const groups = [
    guarded('Slack', () => checkSlack(parts)),
    guarded('Okta', () =>
      checkOkta(
        (authenticators) => openOkta({ ...okta, authenticators }),
        config.okta,
        () => clock.now(),
      ),
    ),
    guarded('Database', () => checkStore(config)),
    guarded('Upkeep', () => checkUpkeep(config.dataDir, clock.now())),
    guarded('Machine', () => checkMachine(config)),
  ];
  return [...(await Promise.all(groups)).flat(), ...checkKeyStrength(config.seedKey)];
}

/** A surprise in one group is that group's finding; the others are still looked at. */
async function guarded(name: string, look: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [fail(name, `could not be checked (${error.code}).`, error.hint)];
  }
}

async function checkSlack({ config, clock, log }: DoctorParts): Promise<readonly Check[]> {
  const { botToken, apiUrl, channels, allowPublicChannel } = config.slack;
  const api = openSlackApi({ botToken, apiUrl, clock, log });
  const me = await whoAmI(api);
  const connection = await checkConnection(config);
  if (me.kind !== 'ok') return [checkToken(me), connection];
  const { teamId } = me.value;
  const workspace = openWorkspace({ api, apiUrl, botToken, teamId, clock });
  const looked: Check[] = [];
  for (const id of channels) {
    looked.push(checkChannel(id, await workspace.channel(id), allowPublicChannel));
  }
  const approvers = looked.every(({ state }) => state !== 'fail')
    ? [await checkApprovers(workspace, config, teamId)]
    : [];
  return [checkToken(me), checkScopes(api), connection, ...looked, ...approvers];
}
