import { expect, it } from 'vitest';
import { messageView } from '../../../src/slack/views/message.ts';
import { readable } from '../../support/readable.ts';
import { context, everyMessage } from '../messages.ts';

it.each([...everyMessage])('reads well: %s', async (name, message) => {
  const file = `./__snapshots__/${name.replace(/[^a-z]+/gi, '-')}.txt`;
  await expect(readable(messageView(message, context))).toMatchFileSnapshot(file);
});
