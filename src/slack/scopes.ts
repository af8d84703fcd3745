/** What a bot scope is needed for: https://docs.slack.dev/reference/scopes */
interface Need {
  /** All of them are needed. */
  readonly scopes: readonly string[];
  /** The bot works without them; `why` says what is better with them. */
  readonly optional?: readonly string[];
  readonly why: string;
}

/** Every Web API method the bot calls with its bot token, and nothing else: a method that is not here does not compile. */
export const apiMethods = {
  'auth.test': { scopes: [], why: 'Learn who the bot is and which scopes it was granted.' },
  'chat.postMessage': { scopes: ['chat:write'], why: 'Show cards and outcomes.' },
  'chat.update': { scopes: ['chat:write'], why: 'Keep a card current.' },
  'chat.postEphemeral': { scopes: ['chat:write'], why: 'Tell one person why nothing happened.' },
  'conversations.history': {
    scopes: [],
    optional: ['groups:history', 'channels:history'],
    why: 'Find a card whose posting was cut off; without it such a card may appear twice.',
  },
  'conversations.info': {
    scopes: ['groups:read'],
    optional: ['channels:read'],
    why: 'See that the admin channel is private and not shared; channels:read for a public one.',
  },
  'conversations.members': {
    scopes: ['groups:read'],
    optional: ['channels:read'],
    why: 'Know who may approve where the channel decides; channels:read for a public one.',
  },
  'conversations.replies': {
    scopes: [],
    optional: ['groups:history', 'channels:history'],
    why: 'Find a reply whose posting was cut off; without it such a reply may appear twice.',
  },
  'files.completeUploadExternal': { scopes: ['files:write'], why: 'Share plan and result files.' },
  'files.getUploadURLExternal': { scopes: ['files:write'], why: 'Upload plan and result files.' },
  'files.info': { scopes: ['files:read'], why: 'Check a dropped file before reading it.' },
  'files.list': { scopes: ['files:read'], why: 'Find files dropped while the bot was away.' },
  'usergroups.users.list': { scopes: ['usergroups:read'], why: 'Know who may approve by user group.' },
  'users.info': {
    scopes: ['users:read', 'users:read.email'],
    why: 'Refuse guests, strangers and bots; find the Okta user of a mentioned person.',
  },
  'views.open': { scopes: [], why: 'Ask for what opens a locked file.' },
} as const satisfies Record<string, Need>;

export type ApiMethod = keyof typeof apiMethods;

/** Needed without a method: slash commands are delivered only with this scope. */
const featureScopes = ['commands'];

const needs: readonly Need[] = Object.values(apiMethods);

/** The bot scopes the manifest must ask for, sorted. */
export const wantedScopes = (): readonly string[] =>
  [...new Set([...featureScopes, ...needs.flatMap((need) => need.scopes)])].toSorted();

/** Bot scopes that make the bot better but are not asked for by default, sorted. */
export const optionalScopes = (): readonly string[] =>
  [...new Set(needs.flatMap((need) => need.optional ?? []))].toSorted();

/** The wanted scopes that were not granted, sorted; empty when the installation is complete. */
export function missingScopes(granted: Iterable<string>): readonly string[] {
  const given = new Set(granted);
  return wantedScopes().filter((scope) => !given.has(scope));
}
