import { describe, expect, it } from 'vitest';
import { apiMethods, missingScopes, optionalScopes, wantedScopes } from '../../src/slack/scopes.ts';

describe('scopes', () => {
  it('asks for exactly what the methods need', () => {
    expect(wantedScopes()).toEqual([
      'chat:write',
      'commands',
      'files:read',
      'files:write',
      'groups:read',
      'usergroups:read',
      'users:read',
      'users:read.email',
    ]);
  });

  it('asks for nothing that lets the bot read conversations', () => {
    expect(wantedScopes().filter((scope) => scope.includes('history'))).toEqual([]);
    expect(optionalScopes()).toEqual(['channels:history', 'channels:read', 'groups:history']);
  });

  it('names what is missing', () => {
    expect(missingScopes(wantedScopes())).toEqual([]);
    expect(missingScopes(['commands', 'chat:write', 'admin'])).toEqual([
      'files:read',
      'files:write',
      'groups:read',
      'usergroups:read',
      'users:read',
      'users:read.email',
    ]);
  });

  it('gives a reason for every method', () => {
    for (const need of Object.values(apiMethods)) expect(need.why).toMatch(/^[A-Z].+\.$/);
  });
});
