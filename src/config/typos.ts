/** Names beginning so are taken for settings of this bot, so that a misspelt one does not pass unseen. */
const ours = /^(SLACK|OKTA|APPROVAL)_/i;

/** Other programs use these beginnings too: such a name is a mistake only when it almost is one of ours. */
const shared = /^(THREAD|SEED|ALLOW|DATA|LOG|MAX)_?[A-Z]/i;

/** Number of single-letter edits between two words; only whether it is small matters here. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 0; row < a.length; row += 1) {
    const line = [row + 1];
    for (let column = 0; column < b.length; column += 1) {
      const swap = (above[column] ?? 0) + (a[row] === b[column] ? 0 : 1);
      line.push(Math.min(swap, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}

function closest(name: string, known: readonly string[]): { readonly name: string; readonly edits: number } {
  const ranked = known
    .map((candidate) => ({ name: candidate, edits: distance(name.toUpperCase(), candidate) }))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0] ?? { name: '', edits: Infinity };
}

/**
 * The given names that are meant for this bot but unknown to it, each with the setting it comes closest to, where one
 * is close enough to be meant.
 */
export function misspelt(
  names: readonly string[],
  known: readonly string[],
): readonly { readonly name: string; readonly meant?: string }[] {
  const strangers = names.filter((name) => !known.includes(name) && (ours.test(name) || shared.test(name)));
  return strangers.flatMap((name) => {
    const near = closest(name, known);
    if (near.edits <= Math.max(2, Math.floor(name.length / 4))) return [{ name, meant: near.name }];
    return ours.test(name) ? [{ name }] : [];
  });
}
