import { z } from 'zod';
import type { Config } from '../config.ts';
import { fail, ok } from './check.ts';
import type { Check } from './check.ts';

const name = 'Slack connection';
const timeoutMs = 10_000;
const reply = z.object({ ok: z.boolean(), error: z.string().regex(/^\w+$/).optional() });

/**
 * Whether events can reach the bot. For Socket Mode a connection is asked for and not used, so that a running bot
 * keeps all of its events: https://docs.slack.dev/reference/methods/apps.connections.open
 */
export async function checkConnection({ slack }: Config): Promise<Check> {
  if (slack.receive.kind === 'http') {
    return ok(name, 'is over HTTP: the app’s request URLs must end in /slack/events and reach this machine.');
  }
  const answer = await ask(`${slack.apiUrl}apps.connections.open`, slack.receive.appToken.reveal());
  if (answer?.ok === true) return ok(name, 'opens over Socket Mode.');
  if (answer === undefined) {
    return fail(name, 'Slack does not answer.', 'Check the way to slack.com, and status.slack.com.');
  }
  return fail(
    name,
    `Slack refuses SLACK_APP_TOKEN (${answer.error ?? 'no reason given'}).`,
    'Make an app-level token with connections:write under Basic Information, and switch Socket Mode on.',
  );
}

async function ask(url: string, appToken: string): Promise<z.infer<typeof reply> | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${appToken}`, 'content-type': 'application/x-www-form-urlencoded' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return reply.safeParse(await response.json()).data;
  } catch {
    // Refused, timed out, or not JSON: all the same to the operator, who has to look at the network.
    return undefined;
  }
}
