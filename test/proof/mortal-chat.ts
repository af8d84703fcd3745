import type { Chat } from '../../src/domain/ports.ts';
import { type Life, silence } from './life.ts';

export interface MortalChat extends Chat {
  /** Ends when Slack has done what it was asked for. */
  settled(): Promise<unknown>;
}

/** Slack as a bot sees it that may die before a call or before it hears the answer. */
export function mortalChat(chat: Chat, life: Life): MortalChat {
  const calls = new Set<Promise<unknown>>();
  const around = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    if (!life.step(`before ${what}`)) return silence();
    const called = call();
    calls.add(called);
    const shown = await called;
    return life.step(`after ${what}`) ? shown : silence();
  };
  return {
    settled: () => Promise.allSettled(calls),
    post: (place, message, key) => around('post', () => chat.post(place, message, key)),
    update: (place, message) => around('update', () => chat.update(place, message)),
    whisper: (to, message) => around('whisper', () => chat.whisper(to, message)),
    upload: (place, file) => around('upload', () => chat.upload(place, file)),
    find: (place, key) => chat.find(place, key),
  };
}
