import type { z } from 'zod';
import type { Seen } from '../domain/ports.ts';
import type { Args, SlackApi } from './api.ts';
import { asSeen } from './failures.ts';
import type { ApiMethod } from './scopes.ts';

export interface Look<T> {
  readonly method: ApiMethod;
  readonly args: Args;
  readonly reply: z.ZodType<T>;
  /** The codes by which this method says that the thing is not there, for the bot at least. */
  readonly absent: ReadonlySet<string>;
}

/** One read, decoded; an answer in another shape than Slack documents is `unavailable`. */
export async function look<T>(api: SlackApi, { method, args, reply, absent }: Look<T>): Promise<Seen<T>> {
  const answer = await api.read(method, args);
  if (answer.kind !== 'ok') return asSeen(answer, absent);
  const parsed = reply.safeParse(answer.body);
  return parsed.success
    ? { kind: 'ok', value: parsed.data }
    : { kind: 'unavailable', why: 'unreadable_answer' };
}
