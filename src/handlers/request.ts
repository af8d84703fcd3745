import type { Command } from '../domain/command.ts';
import { recordRefusal } from '../store/audit.ts';
import { createBatch } from '../store/batches.ts';
import { type HandlerDeps, noticing, type Reply } from './deps.ts';
import { referenceOf } from './named.ts';
import type { SlashPayload } from './payloads.ts';
import { type Problem, wholeSerial } from './serial.ts';

type Request = Extract<Command, { kind: 'assign' | 'revoke' | 'replace' }>;

/** Makes a batch of one out of a command; its card follows. What cannot be meant is said and recorded at once, and nothing is made. */
export async function requestBatch(
  deps: HandlerDeps,
  payload: SlashPayload,
  command: Request,
): Promise<Reply | undefined> {
  const reference = await referenceOf(deps.workspace, command.user);
  if (reference.kind === 'problem') return refuse(deps, payload, command, reference);
  const serial =
    command.kind === 'revoke' ? { kind: 'ok' as const, serial: '' } : await wholeSerial(deps, command.serial);
  if (serial.kind === 'problem') return refuse(deps, payload, command, serial);
  const { created } = await createBatch(deps.db, {
    id: deps.ids.next('b'),
    kind: command.kind,
    channelId: payload.channel_id,
    requestedBy: payload.user_id,
    command: wording(command.kind, reference.user, serial.serial),
    // Slack gives every command its own trigger id, so one delivered twice is still one request.
    origin: `command:${payload.trigger_id}`,
    asked: [{ action: command.kind, user: reference.user, serial: serial.serial }],
    at: deps.clock.now(),
  });
  if (created) deps.wake.planner();
  return undefined;
}

async function refuse(
  deps: HandlerDeps,
  payload: SlashPayload,
  command: Request,
  { code, sentence }: Problem,
): Promise<Reply> {
  await recordRefusal(deps.db, {
    at: deps.clock.now(),
    actor: payload.user_id,
    code,
    detail: { command: command.kind },
  });
  return noticing(sentence);
}

const wording = (...words: readonly string[]): string => words.filter((word) => word !== '').join(' ');
