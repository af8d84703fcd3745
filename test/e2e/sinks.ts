// Every place that something said or kept by the bot can be read from.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exchange } from '../../sandbox/okta/journal.ts';
import type { Desk } from './desk.ts';
import { encodingsOf } from './encodings.ts';

/** By place, as text in which a byte is a character. The one file that may hold a seed, the vendor's, is not among them. */
export async function sinksOf(
  desk: Desk,
  exchanges: readonly Exchange[] = [],
): Promise<Readonly<Record<string, string>>> {
  const { slack, dataDir, lines } = desk;
  const { world, journal } = slack;
  const own = [...world.files.values()].filter(({ ownerId }) => ownerId === world.app.botUserId);
  return {
    'the log': lines.join('\n'),
    'what was sent to Slack': JSON.stringify(journal),
    'what people see': JSON.stringify([
      ...world.messages.values(),
      world.ephemerals,
      ...world.views.values(),
    ]),
    'the uploaded files': own
      .map(({ name, title, bytes }) => `${name} ${title} ${Buffer.from(bytes).toString('latin1')}`)
      .join('\n'),
    // Where a seed belongs, in `sharedSecret`, the local Okta has put a placeholder.
    'what was sent to Okta beside the seeds': JSON.stringify(exchanges),
    ...(await filesOf(dataDir)),
  };
}

async function filesOf(dataDir: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const name of await readdir(dataDir)) found[name] = await readFile(join(dataDir, name), 'latin1');
  return found;
}

/** Where the seed was found and in which form; empty when it is nowhere. */
export const findings = (sinks: Readonly<Record<string, string>>, seed: Uint8Array): readonly string[] =>
  Object.entries(encodingsOf(seed)).flatMap(([form, text]) =>
    Object.entries(sinks)
      .filter(([, sink]) => sink.includes(text) || sink.includes(escaped(text)))
      .map(([place]) => `${form} in ${place}`),
  );

/** As it stands inside JSON. */
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
