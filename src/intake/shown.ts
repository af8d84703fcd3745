const longest = 40;
const listedAtMost = 12;

/** Base32 as people group it to read it aloud. */
const groups = /(?:[A-Z2-7]{4}[ -]){4,}[A-Z2-7]{1,4}/giu;

/** A serial, or a long name. */
const harmless = /^(?:\d+|[a-z]+|[A-Z][a-z]+)$/u;

/** What a cell shows of itself in a problem: masked, cut visibly, and in quotes. */
export function shown(text: string): string {
  const safe = masked(text);
  if (safe === '') return 'nothing';
  const cut =
    safe.length > longest ? `${safe.slice(0, longest).replace(/[\uD800-\uDBFF]$/u, '')}… (cut)` : safe;
  return `"${cut}"`;
}

/** Text of a file without invisible characters, and without anything a secret key could be, wherever it stands. */
export const masked = (text: string): string =>
  text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .replace(groups, '[hidden]')
    .replace(/[A-Za-z0-9+/=]{16,}/gu, (run) => (harmless.test(run) ? run : '[hidden]'));

/** A list of texts from the file that says how many it leaves out. */
export function shownList(texts: readonly string[]): string {
  const more = texts.length - listedAtMost;
  return texts.slice(0, listedAtMost).map(shown).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}

/**
 * Whether a cell that should hold something else holds what looks like a secret key: a long run of base32 or of
 * hexadecimal, or base32 in groups of four. Letters alone are no key unless all of them are capitals.
 */
export function looksSecret(text: string): boolean {
  if (text.length < 16 || !mayHoldKey(text)) return false;
  const grouped = [...text.matchAll(groups)].map(([run]) => run.replace(/[ -]/gu, ''));
  return [...grouped, ...text.split(/[^A-Za-z0-9]+/u)].some(isKey);
}

/** Whether so many letters and digits follow each other, be it in groups, that looking further may find a key. */
function mayHoldKey(text: string): boolean {
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const upper = code & 0xdf;
    if ((code >= 0x30 && code <= 0x39) || (upper >= 0x41 && upper <= 0x5a)) run++;
    else if (code !== 0x20 && code !== 0x2d) run = 0;
    if (run >= 16) return true;
  }
  return false;
}

const isKey = (run: string): boolean =>
  (/^[A-Z2-7]{16,}$/u.test(run) && /[A-Z]/u.test(run) && /[2-7]/u.test(run)) ||
  (/^[A-Z2-7]{24,}$/iu.test(run) &&
    /[A-Z]/iu.test(run) &&
    (/[2-7]/u.test(run) || run === run.toUpperCase())) ||
  (/^[0-9A-F]{28,}$/iu.test(run) && /[A-F]/iu.test(run));
