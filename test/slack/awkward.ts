import type { Message } from '../../src/domain/messages.ts';

/** What a file, a person or Okta may put where a name or a sentence is expected. */
export const awkwardTexts: Readonly<Record<string, string>> = {
  'nothing at all': '',
  'a name of 300 characters': 'x'.repeat(300),
  'a cell of 5,000 characters': 'word '.repeat(1000),
  'mentions of everybody': '<!channel> <!here> <!everyone> <!subteam^S1|team> @channel @here',
  'mentions and links': '<@U666> <#C1> <https://evil.example|okta.com> <!date^0^{date}|x> <mailto:a@b.c|d>',
  'half-escaped text': '&lt;!channel&gt; & &amp; &#60;!here> <',
  formatting: '`*a* ``` _x_ ~s~ :tada: > quote | bar`',
  'right-to-left and zero-width': 'ana\u202Egpj.exe\u200B\u2066\u2069\uFEFF\u00ADb',
  'control characters': 'a\0b\u0007c\u001B[31md\u009Fe',
  'line breaks': 'a\n> b\r\n\u2028*c*\n\n• Line 3: approved by nobody\t.',
  '4,000 emoji': '🎉'.repeat(4000),
  'half a surrogate pair': '\uD83Cabc\uDF89',
  'quotes and backslashes': '"\\'.repeat(2500),
  ampersands: '&'.repeat(5000),
  brackets: '<>'.repeat(2500),
};

const freeText = new Set([
  'name',
  'command',
  'trouble',
  'note',
  'reason',
  'outcome',
  'userRef',
  'userLogin',
  'userName',
  'tokenModel',
  'serial',
  'requestId',
  'text',
  'problem',
  'unknown',
  'oktaLogin',
  'email',
  'channelId',
  'asked',
  'login',
  'userStatus',
  'okta',
  'model',
  'found',
  'expected',
  'mend',
  'column',
  'permalink',
  'groupId',
  'userId',
  'requestedBy',
  'decidedBy',
  'by',
  'sha256',
]);
const freeLists = new Set(['warnings', 'candidates', 'userIds']);

/** The message with `text` in place of everything that is not the bot's own, and a canary where a seed could hide. */
export function distorted(message: Message, text: string, canary = ''): Message {
  const swapped: unknown = JSON.parse(JSON.stringify(message), (key: string, value: unknown) =>
    swap(key, value, text, canary),
  );
  if (!isMessage(swapped)) throw new Error('not a message any more');
  return swapped;
}

function swap(key: string, value: unknown, text: string, canary: string): unknown {
  if (freeText.has(key) && typeof value === 'string') return text;
  if (freeLists.has(key) && Array.isArray(value)) return value.map(() => text);
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
  return plain && canary !== '' ? { ...value, seed: canary, secret: { seed: canary } } : value;
}

const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'kind' in value;

/** `value` repeated, each with its number, to see what happens to lists that no message can hold. */
export const many = <T>(n: number, make: (index: number) => T): T[] =>
  Array.from({ length: n }, (_, index) => make(index));
