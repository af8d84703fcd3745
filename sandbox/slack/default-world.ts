import type { Ids } from './ids.ts';
import { defaultPeople, defaultPlaces } from './people.ts';
import type { Person } from './people.ts';
import type { App, Channel, User, World } from './world.ts';

/** The least that the bot needs, as in its manifest. */
export const defaultScopes: readonly string[] = [
  'commands',
  'chat:write',
  'files:read',
  'files:write',
  'users:read',
  'users:read.email',
  'usergroups:read',
  'groups:read',
];

export const defaultEvents: readonly string[] = [
  'file_shared',
  'file_deleted',
  'app_uninstalled',
  'tokens_revoked',
];

export interface Command {
  readonly command: string;
  readonly shouldEscape: boolean;
}

/** What was granted to the app and what it listens to. */
export interface Installation {
  readonly scopes: readonly string[];
  readonly events: readonly string[];
  readonly commands: readonly Command[];
  /** Without it clicks and forms lead nowhere. */
  readonly interactivity: boolean;
}

const slackbotId = 'USLACKBOT';

const human = ({ id, name, realName, email, is }: Person): User => ({
  id,
  name,
  realName,
  email,
  emailConfirmed: true,
  deleted: is === 'deactivated',
  isBot: false,
  isAdmin: is === 'admin' || is === 'owner',
  isOwner: is === 'owner',
  isRestricted: is === 'guest',
  isUltraRestricted: false,
  isStranger: false,
});

const machine = (id: string, name: string, realName: string): User => ({
  ...human({ id, name, realName, email: '' }),
  email: undefined,
  emailConfirmed: false,
  // Slackbot is not flagged as a bot: docs.slack.dev/reference/objects/user-object
  isBot: id !== slackbotId,
});

function installedApp({ scopes, events, commands, interactivity }: Installation): App {
  return {
    id: 'A0TOKENDSK',
    name: 'Token Desk',
    botUserId: 'U0TOKENBOT',
    botId: 'B0TOKENBOT',
    scopes: new Set(scopes),
    events: new Set(events),
    commands: new Map(commands.map(({ command, shouldEscape }) => [command, { shouldEscape }])),
    interactivity,
  };
}

/** Acme's workspace: `#token-admins` with its admins, a guest and the bot; `#general` with everybody else. */
export function defaultWorld(installation: Installation, ids: Ids): World {
  const app = installedApp(installation);
  const { maria, tom, greg } = defaultPeople;
  const people: readonly Person[] = Object.values(defaultPeople);
  const created = Math.floor(Number(ids.ts()));
  const room = (id: string, name: string, kind: Channel['kind'], members: readonly string[]): Channel => ({
    id,
    name,
    kind,
    created,
    members: new Set(members),
    archived: false,
    externallyShared: false,
  });
  const active = people.filter(({ is }) => is !== 'deactivated').map(({ id }) => id);
  const users = [
    ...people.map(human),
    machine(app.botUserId, 'token-desk', 'Token Desk'),
    machine(slackbotId, 'slackbot', 'Slackbot'),
  ];
  const channels = [
    room(defaultPlaces.admins, 'token-admins', 'private', [maria.id, tom.id, greg.id, app.botUserId]),
    room(defaultPlaces.general, 'general', 'public', active),
  ];
  const approvers = {
    id: defaultPlaces.approvers,
    handle: 'token-approvers',
    name: 'Token approvers',
    members: [maria.id, tom.id],
    disabled: false,
  };
  return {
    team: { id: 'T0ACME0001', domain: 'acme', name: 'Acme' },
    app,
    users: new Map(users.map((user) => [user.id, user])),
    groups: new Map([[approvers.id, approvers]]),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    messages: new Map(channels.map((channel) => [channel.id, []])),
    ephemerals: [],
    files: new Map(),
    views: new Map(),
  };
}
