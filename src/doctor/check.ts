/** What one check found: a line for the operator and, unless all is well, how to mend it. Never holds a secret. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly line: string;
  /** Empty when there is nothing to mend. */
  readonly mend: string;
}

export const ok = (name: string, line: string): Check => ({ name, state: 'ok', line, mend: '' });

/** The bot works, but an operator would want to know. */
export const warn = (name: string, line: string, mend: string): Check => ({
  name,
  state: 'warn',
  line,
  mend,
});

/** The bot cannot do its work like this. */
export const fail = (name: string, line: string, mend: string): Check => ({
  name,
  state: 'fail',
  line,
  mend,
});

/** A check as one line of text: `FAIL  Slack token: … Mend: …`. */
export function lineOf({ name, state, line, mend }: Check): string {
  const mark = { ok: 'ok   ', warn: 'WARN ', fail: 'FAIL ' }[state];
  return `${mark} ${name}: ${line}${mend === '' ? '' : ` ${mend}`}`;
}
