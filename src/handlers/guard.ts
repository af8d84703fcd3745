import type { RespondFn } from '@slack/bolt';
import { noticing, type HandlerDeps, type Reply } from './deps.ts';

/** What a handler is called in the log, and how to answer the person who caused it. */
interface Caller {
  readonly name: string;
  readonly respond: RespondFn;
}

/**
 * Stands between Slack and the handlers: answers are shown to one person only, and a fault is logged once with a
 * reference that the person is given as well. Nothing is thrown back into Bolt.
 */
export function guard(deps: HandlerDeps): {
  answering(caller: Caller, work: () => Promise<Reply | undefined>): Promise<void>;
  quietly(name: string, work: () => Promise<void> | void): Promise<void>;
} {
  async function show(caller: Caller, reply: Reply): Promise<void> {
    const { text, blocks } = deps.view(reply);
    try {
      await caller.respond({ response_type: 'ephemeral', replace_original: false, text, blocks });
    } catch (error) {
      // The URL to answer by lives for half an hour and five uses; the card tells the rest.
      deps.log.warn('answer not shown', { handler: caller.name }, error);
    }
  }

  return {
    async answering(caller, work) {
      try {
        const reply = await work();
        if (reply !== undefined) await show(caller, reply);
      } catch (error) {
        const reference = deps.ids.next('f');
        deps.log.error('handler fault', { handler: caller.name, faultId: reference }, error);
        await show(caller, noticing(faultText(reference)));
      }
    },
    async quietly(name, work) {
      try {
        await work();
      } catch (error) {
        deps.log.error('handler fault', { handler: name, faultId: deps.ids.next('f') }, error);
      }
    },
  };
}

const faultText = (reference: string): string =>
  `A fault in the bot itself got in the way, so this may not have been done. Look at the card before you try again. Give your operator the reference ${reference}.`;
