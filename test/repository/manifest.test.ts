import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { settings } from '../../src/config/settings.ts';
import { surface } from '../../src/handlers/index.ts';
import { optionalScopes, wantedScopes } from '../../src/slack/scopes.ts';
import { read, tableUnder } from './texts.ts';

/** The parts of Slack's manifest the app uses, with its limits: https://docs.slack.dev/reference/app-manifest */
const manifestShape = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
        should_escape: z.boolean(),
      }),
    ),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.boolean() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

const text = read('manifest.yml');
const manifest = manifestShape.parse(parse(text));

describe('the manifest', () => {
  it('asks for the scopes of the methods that are called, and no other', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual(wantedScopes());
  });

  it('gives a reason beside every scope and event', () => {
    const blocks = text.match(/(?:^ {6}#.*\n)?(?:^ {6}- [a-z_.:]+\n)+/gm) ?? [];
    expect(blocks.length).toBeGreaterThan(10);
    expect(blocks.filter((block) => !block.trim().startsWith('#'))).toEqual([]);
  });

  it('subscribes to the events that have a handler, and no other', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(surface.events);
  });

  it('registers the command that the bot answers unless told otherwise', () => {
    const fallback = settings.find(({ name }) => name === 'SLACK_COMMAND');
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(surface.commands);
    expect(fallback).toMatchObject({ fallback: surface.commands[0] });
  });

  it('lets Slack turn mentions into ids, which the command needs', () => {
    expect(manifest.features.slash_commands.every(({ should_escape }) => should_escape)).toBe(true);
  });

  it('switches interaction on, because there are buttons', () => {
    expect(surface.actions.length).toBeGreaterThan(0);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
  });

  it('works without the optional scopes, which the README explains', () => {
    const explained = tableUnder(read('README.md'), '### Optional scopes').map(([scope]) => scope);
    expect(explained).toEqual(optionalScopes().map((scope) => `\`${scope}\``));
    expect(manifest.oauth_config.scopes.bot).not.toEqual(expect.arrayContaining([...optionalScopes()]));
  });
});
