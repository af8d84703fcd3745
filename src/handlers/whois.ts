import { acceptanceOf, chanceHits } from '../domain/code-check.ts';
import type { Token } from '../domain/token.ts';
import { offsetsOf, offsetsOfTwo } from '../domain/totp.ts';
import { walkSeeds } from '../store/walk-seeds.ts';
import { codeText } from './code-text.ts';
import { type HandlerDeps, noticing, type Reply } from './deps.ts';

/** Tokens that show a code, and how many of all tokens would do so by chance. */
export interface Hits {
  readonly tokens: readonly Token[];
  readonly looked: number;
  readonly byChance: number;
}

type Codes = readonly [string] | readonly [string, string];

/** Ten minutes and more to either side: as far as a clock is off that somebody still carries. */
const reach = 20;
const shownAtMost = 10;

/** Which token shows a code, or two codes one after the other, among all whose seed the bot holds. */
export async function answerWhois(deps: HandlerDeps, codes: Codes): Promise<Reply> {
  if (codes[0] === codes[1]) return noticing(codeText.sameTwice);
  const hits = await tokensWith(deps, codes, reach);
  return noticing(codeText.whois(hits, codes.length));
}

/** The others that show a code which a token does not: close to now, where hardly any fits by chance. */
export async function othersWith(deps: HandlerDeps, code: string, besides: string): Promise<Hits> {
  const hits = await tokensWith(deps, [code], 3);
  return { ...hits, tokens: hits.tokens.filter(({ serial }) => serial !== besides) };
}

async function tokensWith(deps: HandlerDeps, codes: Codes, within: number): Promise<Hits> {
  const authenticators = await deps.authenticators();
  const around = { at: deps.clock.now(), reach: within };
  const [first, second] = codes;
  const tokens: Token[] = [];
  let looked = 0;
  for await (const { token, seed } of walkSeeds(deps.db, deps.vault)) {
    const { settings } = acceptanceOf(token, authenticators);
    looked += 1;
    const offsets =
      second === undefined
        ? offsetsOf(seed, settings, first, around)
        : offsetsOfTwo(seed, settings, [first, second], around);
    if (offsets.length > 0 && tokens.length < shownAtMost) tokens.push(token);
  }
  const steps = 2 * within + 1;
  const one = chanceHits(looked, steps, first.length);
  return { tokens, looked, byChance: second === undefined ? one : chanceHits(one, 4, second.length) };
}
