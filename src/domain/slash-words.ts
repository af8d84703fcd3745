/** A word of a slash command: text, or one of the things Slack writes in angle brackets. */
export type Word =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'group' }
  | { readonly kind: 'channel' };

/**
 * Splits the text of a slash command as Slack sends it with `should_escape`: mentions and links in angle brackets, and
 * `&`, `<`, `>` of the user escaped once (https://docs.slack.dev/interactivity/implementing-slash-commands). Brackets
 * are read before the escapes are undone, so nobody can type a mention. Quotes of any shape may hold blanks.
 */
export function readWords(text: string): Word[] {
  const plain = text
    // Invisible marks come along when an address or a serial is copied from a mail or a web page.
    .replace(/\p{Cf}/gu, '')
    .replace(/[“”„‟«»]/gu, '"')
    .replace(/[‘’‚‛]/gu, "'");
  const words = plain.match(/(?:<[^<>]*>|"[^"]*"|[^\s"<]|["<])+/gu) ?? [];
  return words.map(readWord).filter((word) => word.kind !== 'text' || word.text !== '');
}

function readWord(raw: string): Word {
  const user = /^<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>[,;]?$/u.exec(raw)?.[1];
  if (user !== undefined) return { kind: 'user', id: user };
  if (raw.startsWith('<!')) return { kind: 'group' };
  if (raw.startsWith('<#')) return { kind: 'channel' };
  return { kind: 'text', text: bare(unescaped(withoutLinks(raw))) };
}

/** Slack links what looks like an address, a domain or a number; only what was typed is wanted. */
const withoutLinks = (word: string): string =>
  word.replace(/<([^<>|]*)(?:\|([^<>]*))?>/gu, (_, target: string, label: string | undefined) =>
    target.startsWith('mailto:')
      ? target.slice('mailto:'.length)
      : (label ?? target.replace(/^\w+:(?:\/\/)?/u, '')),
  );

const entities: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
]);

const unescaped = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/gu, (entity) => entities.get(entity) ?? entity);

/** Without the commas and quotes that people put after and around words. */
const bare = (text: string): string =>
  text
    .replace(/(?<![,;])[,;]+$/u, '')
    .replace(/^["'`]+|(?<!["'`])["'`]+$/gu, '')
    .trim();
