import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/domain/messages.ts';
import type { MessageView } from '../../../src/slack/blocks.ts';
import { ACTION, decodeValue } from '../../../src/slack/ids.ts';
import { messageView } from '../../../src/slack/views/message.ts';
import { activeParts, blockKitProblems, idsIn, mrkdwnIn } from '../../support/block-kit.ts';
import { awkwardTexts, distorted } from '../awkward.ts';
import { crowdedMessages } from '../crowds.ts';
import { context, everyMessage } from '../messages.ts';

const canary = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const known = new Set(['U1', 'U2', 'U3', 'U9']);
const actionIds: readonly string[] = Object.values(ACTION);

/** Everything a view promises, whatever it is given. */
function brokenPromises(message: Message): string[] {
  const view: MessageView = messageView(message, context);
  const whispered = message.kind === 'refusal' || message.kind === 'whoami';
  const texts = mrkdwnIn(view);
  const everything = JSON.stringify(view);
  const mentions = [...everything.matchAll(/<@([^>|]*)/g)].map(([, id = '']) => id);
  return [
    ...blockKitProblems(view),
    ...texts.flatMap((text) => activeParts(text, whispered)).map((part) => `Slack would act on ${part}`),
    ...mentions.filter((id) => !known.has(id)).map((id) => `mentions ${id}`),
    ...idsIn(view.blocks, 'action_id')
      .filter((id) => !actionIds.includes(id))
      .map((id) => `no handler for ${id}`),
    ...idsIn(view.blocks, 'value')
      // A plan that is not made yet has no hash: its one button names the batch. Verify names the row.
      .filter((value) => decodeValue(value) === undefined && !/^[br]\w{2,64}$/.test(value))
      .map((value) => `dead button ${value}`),
    ...(view.text.trim() === '' ? ['no text for notifications'] : []),
    ...texts
      .filter((text) => /(?!\n)\p{Cc}|[\p{Cf}\u2028\u2029]/u.test(text))
      .map((text) => `invisible in ${text}`),
    ...(everything.includes(canary) ? ['shows a seed'] : []),
  ];
}

it.each([...everyMessage, ...crowdedMessages(10_000)])('keeps its promises: %s', (_name, message) => {
  expect(brokenPromises(message)).toEqual([]);
});

// No message holds even forty lines of the longest of these.
describe.each([...everyMessage, ...crowdedMessages(40)])('%s', (_name, message) => {
  it.each(Object.entries(awkwardTexts))('keeps its promises with %s everywhere', (_text, text) => {
    expect(brokenPromises(distorted(message, text, canary))).toEqual([]);
  });
});

describe('any text', () => {
  it('keeps every promise in every message', () => {
    // A text that is a user id and stands where one belongs is a mention, and rightly so.
    const text = fc
      .oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 500 }), dangerous)
      .filter((given) => !/^[UW][A-Z0-9]+$/.test(given));
    fc.assert(
      fc.property(fc.constantFrom(...everyMessage.values()), text, (message, given) => {
        expect(brokenPromises(distorted(message, given))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same view for the same message', () => {
    for (const message of everyMessage.values()) {
      expect(messageView(message, context)).toEqual(messageView(structuredClone(message), context));
    }
  });
});

/** Long runs of the characters that mean something to Slack. */
const dangerous = fc
  .array(
    fc.constantFrom(
      '<',
      '>',
      '&',
      '!',
      '@',
      '`',
      '|',
      '^',
      '*',
      '_',
      '"',
      '\\',
      '\n',
      'channel',
      'U1',
      '🎉',
      '&amp;',
      ':a:',
    ),
    {
      maxLength: 800,
    },
  )
  .map((parts) => parts.join(''));
