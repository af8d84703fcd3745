import { setTimeout as timer } from 'node:timers/promises';
import type { LocalOkta } from '../okta/server.ts';
import type { Sandbox } from '../scene.ts';
import { defaultPlaces } from '../slack/people.ts';
import type { LocalSlack } from '../slack/server.ts';
import type { Ephemeral, Message } from '../slack/world.ts';

/** Where a story is played: looks at what people see, and waits until they see it. */
export interface Stage {
  readonly slack: LocalSlack;
  readonly okta: LocalOkta;
  /** The cards in the admin channel, oldest first. */
  cards(): readonly Message[];
  /** The replies under a message, oldest first. */
  thread(ts: string): readonly Message[];
  /** What one person alone was shown, oldest first. */
  whispers(userId: string): readonly Ephemeral[];
  /** Waits until `probe` gives something; rejects with `what` when that takes too long. */
  until<T>(what: string, probe: () => T | undefined, withinMs?: number): Promise<T>;
}

const patienceMs = 15_000;

const isReply = (message: Message): boolean =>
  message.threadTs !== undefined && message.threadTs !== message.ts;

export function setStage({ slack, okta }: Pick<Sandbox, 'slack' | 'okta'>): Stage {
  const messages = (): readonly Message[] => slack.world.messages.get(defaultPlaces.admins) ?? [];
  return {
    slack,
    okta,
    cards: () => messages().filter((message) => message.botId !== undefined && !isReply(message)),
    thread: (ts) => messages().filter((message) => isReply(message) && message.threadTs === ts),
    whispers: (userId) => slack.world.ephemerals.filter((one) => one.viewerId === userId),
    async until(what, probe, withinMs = patienceMs) {
      const late = new AbortController();
      const changed = { now: Promise.withResolvers<undefined>() };
      const wake = (): void => changed.now.resolve(undefined);
      const stops = [slack.on('change', wake), okta.on('change', wake)];
      const deadline = timer(withinMs, 'late' as const, { signal: late.signal });
      try {
        for (;;) {
          const found = probe();
          if (found !== undefined) return found;
          changed.now = Promise.withResolvers<undefined>();
          if ((await Promise.race([changed.now.promise, deadline])) === 'late')
            throw new Error(`waited in vain for ${what}`);
        }
      } finally {
        late.abort();
        deadline.catch(() => undefined);
        for (const stop of stops) stop();
      }
    },
  };
}

/** All that a message says, in the order in which it is read. */
export function textOf(message: {
  readonly text: string;
  readonly blocks: readonly Record<string, unknown>[];
}): string {
  return message.blocks.length === 0 ? message.text : message.blocks.flatMap(said).join('\n');
}

function said(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(said);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    // A dialog is read only by the one who presses the button.
    if (name === 'confirm') return [];
    return name === 'text' && typeof inner === 'string' ? [inner] : said(inner);
  });
}

/** The ids of the buttons a message offers. */
export const buttonsOf = (message: Message): readonly string[] =>
  message.blocks.flatMap((block) =>
    block['type'] === 'actions' && Array.isArray(block['elements'])
      ? block['elements'].flatMap((element: unknown) =>
          typeof element === 'object' &&
          element !== null &&
          'action_id' in element &&
          typeof element.action_id === 'string'
            ? [element.action_id]
            : [],
        )
      : [],
  );
