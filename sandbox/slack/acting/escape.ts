// What should_escape makes of a typed line: docs.slack.dev/interactivity/implementing-slash-commands
import type { Workspace } from '../workspace.ts';

const htmlEscaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function mention({ world, flags }: Workspace, handle: string): string | undefined {
  const user = [...world.users.values()].find(({ name, deleted }) => name === handle && !deleted);
  if (user !== undefined) return flags.mention === 'id_only' ? `<@${user.id}>` : `<@${user.id}|${user.name}>`;
  const group = [...world.groups.values()].find((candidate) => candidate.handle === handle);
  return group === undefined ? undefined : `<!subteam^${group.id}|@${group.handle}>`;
}

function channelLink({ world }: Workspace, name: string): string | undefined {
  const channel = [...world.channels.values()].find((candidate) => candidate.name === name);
  if (channel === undefined) return undefined;
  return channel.kind === 'private' ? `<#${channel.id}|>` : `<#${channel.id}|${channel.name}>`;
}

const special = /(https?:\/\/[^\s<>]+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<![\w@#/])([@#])([\p{L}\p{N}._-]+)/gu;

/** People, groups, channels, addresses and e-mails become markup; everything else is HTML-escaped. */
export function escapedLine(workspace: Workspace, line: string): string {
  let escaped = '';
  let done = 0;
  for (const match of line.matchAll(special)) {
    const [whole, url, email, sign, name = ''] = match;
    escaped += htmlEscaped(line.slice(done, match.index));
    done = match.index + whole.length;
    const handle = sign === '@' ? mention(workspace, name) : channelLink(workspace, name);
    if (url !== undefined) escaped += `<${htmlEscaped(url)}>`;
    else if (email === undefined) escaped += handle ?? htmlEscaped(whole);
    else escaped += workspace.flags.email === 'mailto' ? `<mailto:${email}|${email}>` : email;
  }
  return escaped + htmlEscaped(line.slice(done));
}
