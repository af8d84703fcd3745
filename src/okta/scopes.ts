/** One scope of Okta's management API: https://developer.okta.com/docs/api/oauth2/ */
export interface WantedScope {
  readonly scope: string;
  /** Without it the bot cannot do its work; without the others it does less, and says so. */
  readonly needed: boolean;
  readonly purpose: string;
}

/** What a service app is asked to be granted. Okta leaves out what it was not granted without a word. */
export const wantedScopes: readonly WantedScope[] = [
  { scope: 'okta.users.read', needed: true, purpose: 'find people and see their factors' },
  { scope: 'okta.users.manage', needed: true, purpose: 'enrol, remove and verify tokens' },
  { scope: 'okta.authenticators.read', needed: false, purpose: 'read the authenticator’s settings' },
  { scope: 'okta.logs.read', needed: false, purpose: 'settle lost answers by the System Log' },
  {
    scope: 'okta.roles.read',
    needed: false,
    purpose: 'leave administrators alone, and let doctor see how far the credential reaches',
  },
];

/** Scopes that a bot which hands out tokens has no use for, and with which a stolen key could take the org over. */
export const wideScopes: readonly string[] = [
  'okta.apiTokens.manage',
  'okta.appGrants.manage',
  'okta.apps.manage',
  'okta.authenticators.manage',
  'okta.authorizationServers.manage',
  'okta.clients.manage',
  'okta.groups.manage',
  'okta.idps.manage',
  'okta.policies.manage',
  'okta.roles.manage',
];

/** `manage` includes the reads of the same resource. */
export const covers = (granted: readonly string[], scope: string): boolean =>
  granted.includes(scope) || granted.includes(scope.replace(/\.read$/, '.manage'));

/** The wanted scopes that were not granted. */
export const missingScopes = (granted: readonly string[]): readonly WantedScope[] =>
  wantedScopes.filter(({ scope }) => !covers(granted, scope));
