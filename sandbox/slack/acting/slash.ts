// docs.slack.dev/interactivity/implementing-slash-commands
import { HumanError } from '../actors.ts';
import type { SlashSeen } from '../actors.ts';
import type { Answer } from '../delivery/transport.ts';
import { showEphemeral } from '../messages/ephemeral.ts';
import { postMessage } from '../messages/post.ts';
import { respond } from '../messages/respond.ts';
import type { ResponseTarget } from '../response-urls.ts';
import type { Workspace } from '../workspace.ts';
import type { Channel, JsonObject, User } from '../world.ts';
import { escapedLine } from './escape.ts';
import { activeUser, joinedChannel, payloadName } from './who.ts';

interface Typed {
  readonly user: User;
  readonly channel: Channel;
  readonly line: string;
  readonly command: string;
  readonly target: ResponseTarget;
}

function payloadOf(workspace: Workspace, { user, channel, line, command, target }: Typed): JsonObject {
  const { team, app } = workspace.world;
  const text = line.slice(command.length).trim();
  const shouldEscape = app.commands.get(command)?.shouldEscape === true;
  return {
    token: 'unused',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: payloadName(workspace, channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text: shouldEscape ? escapedLine(workspace, text) : text,
    api_app_id: app.id,
    // A string, in both transports.
    is_enterprise_install: 'false',
    response_url: `${workspace.baseUrl}${workspace.responseUrls.issue(target)}`,
    trigger_id: workspace.triggers.issue(user.id),
  };
}

type Failed = Exclude<SlashSeen, { outcome: 'answered' }>['outcome'];

/** Slackbot tells the typist. */
function failed(workspace: Workspace, { user, channel, command }: Typed, outcome: Failed): SlashSeen {
  showEphemeral(workspace, {
    channelId: channel.id,
    viewerId: user.id,
    fromId: 'USLACKBOT',
    text: `${command} failed with the error "${outcome}"`,
  });
  return { outcome };
}

const isEmpty = (body: JsonObject | undefined): boolean =>
  body === undefined || Object.keys(body).length === 0;

function seen(workspace: Workspace, typed: Typed, answer: Answer): SlashSeen {
  if (answer.got === 'timeout') return failed(workspace, typed, 'operation_timeout');
  if (answer.got !== 'ack') return failed(workspace, typed, 'dispatch_failed');
  const body = answer.body ?? {};
  const { user, channel, line } = typed;
  // An answer for the channel shows the typed line to everybody, an empty in_channel ack only that line.
  if (body['response_type'] === 'in_channel')
    postMessage(workspace, { channel, userId: user.id, text: line });
  const { response_type: _, ...rest } = body;
  if (isEmpty(rest)) return { outcome: 'answered', ephemeral: undefined, message: undefined };
  const responded = respond(workspace, typed.target, body);
  return responded.ok
    ? { outcome: 'answered', ephemeral: responded.ephemeral, message: responded.message }
    : failed(workspace, typed, 'invalid_command_response');
}

/** Types a slash command into a channel and waits for what the typist sees. */
export async function slash(
  workspace: Workspace,
  userId: string,
  channelId: string,
  line: string,
): Promise<SlashSeen> {
  const user = activeUser(workspace, userId);
  const channel = joinedChannel(workspace, user, channelId);
  const { app } = workspace.world;
  const command = /^\/\S*/.exec(line)?.[0] ?? '';
  if (!app.commands.has(command) || !app.scopes.has('commands'))
    throw new HumanError('no_such_command', `${command} is not a valid command.`);
  const target: ResponseTarget = { kind: 'commands', userId, channelId, clicked: undefined };
  const typed = { user, channel, line, command, target };
  const payload = payloadOf(workspace, typed);
  const answer = await workspace.ask({ kind: 'command', type: command, payload, acceptsResponse: true });
  return seen(workspace, typed, answer);
}
