import type { Command } from '../domain/command.ts';
import { createBatch } from '../store/batches.ts';
import { findToken, tokensEndingIn } from '../store/tokens.ts';
import { type HandlerDeps, noticing, type Reply } from './deps.ts';
import { referenceOf } from './named.ts';
import type { SlashPayload } from './payloads.ts';

type Request = Extract<Command, { kind: 'assign' | 'revoke' }>;

const listed = 8;

/** Makes a batch of one out of a command; its card follows. What cannot be meant is said at once, and nothing is made. */
export async function requestBatch(
  deps: HandlerDeps,
  payload: SlashPayload,
  command: Request,
): Promise<Reply | undefined> {
  const reference = await referenceOf(deps.workspace, command.user);
  if (reference.kind === 'problem') return noticing(reference.sentence);
  const serial =
    command.kind === 'assign' ? await wholeSerial(deps, command.serial) : { kind: 'ok' as const, serial: '' };
  if (serial.kind === 'problem') return noticing(serial.sentence);
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

const wording = (...words: readonly string[]): string => words.filter((word) => word !== '').join(' ');

type Serial =
  | { readonly kind: 'ok'; readonly serial: string }
  | { readonly kind: 'problem'; readonly sentence: string };

/** A serial in full, or its last digits where only one token ends so. */
async function wholeSerial(deps: HandlerDeps, typed: string): Promise<Serial> {
  const exact = await findToken(deps.db, typed);
  if (exact !== undefined) return { kind: 'ok', serial: exact.serial };
  const [only, ...others] = await tokensEndingIn(deps.db, typed, listed + 1);
  if (only === undefined) {
    return problem(
      `No token in the bot's memory has the serial ${typed}, or ends so. Check the number on its back; if the token is new, drop the vendor's file first.`,
    );
  }
  if (others.length === 0) return { kind: 'ok', serial: only.serial };
  const serials = [only, ...others].slice(0, listed).map((token) => token.serial);
  const more = others.length >= listed ? ' and more' : '';
  return problem(`Several tokens end in ${typed}: ${serials.join(', ')}${more}. Type more digits.`);
}

const problem = (sentence: string): Serial => ({ kind: 'problem', sentence });
