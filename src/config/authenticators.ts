import { z } from 'zod';
import { algorithms } from '../domain/token.ts';

/** What stands for an authenticator whose settings Okta's credential may not read. */
const given = z.strictObject({
  algorithm: z.string().toUpperCase().pipe(z.enum(algorithms)),
  step: z.enum(['15', '30', '60']).transform(Number),
  digits: z.enum(['6', '8', '10']).transform(Number),
  encoding: z.enum(['base32', 'base64', 'hexadecimal']),
});

/** Ids of a user, group, app, org, credential or factor: https://developer.okta.com/docs/api/openapi/okta-management/guides/overview/ */
const otherIds = /^(00[ugoT]|0oa|chf)/;

const shape = 'Write id;algorithm=SHA1;step=30;digits=6;encoding=base32';

/** An authenticator the operator configured; `settings` only where they were written out. Step in seconds. */
export interface ConfiguredAuthenticator {
  readonly id: string;
  readonly settings?: {
    readonly algorithm: (typeof algorithms)[number];
    readonly timeStepSeconds: number;
    readonly digits: number;
    readonly encoding: 'base32' | 'base64' | 'hexadecimal';
  };
}

/** One entry of the list, or an issue that says which entry (counted from 1) is wrong and what it should look like. */
function readEntry(entry: string, place: number, ctx: z.RefinementCtx): ConfiguredAuthenticator {
  const refuse = (what: string): ConfiguredAuthenticator => {
    ctx.addIssue(`has a mistake in entry ${String(place)}: ${what}`);
    return z.NEVER;
  };
  const [id = '', ...pairs] = entry.split(';').map((part) => part.trim());
  if (!/^[\w-]{3,64}$/.test(id) || otherIds.test(id)) {
    return refuse(
      'this is not the id of a Custom OTP authenticator (aut…). Okta shows it under Actions, Authenticator ID & Info.',
    );
  }
  const written = pairs.filter((pair) => pair !== '').map((pair) => pair.split('='));
  if (written.length === 0) return { id };
  const parsed = given.safeParse(
    Object.fromEntries(written.map(([key = '', value = '']) => [key.trim(), value.trim()])),
  );
  if (!parsed.success || written.length !== 4) {
    return refuse(`its settings must be all four and what Okta offers. ${shape}.`);
  }
  const { step, ...rest } = parsed.data;
  return { id, settings: { ...rest, timeStepSeconds: step } };
}

/** A comma-separated list of authenticator ids, each with or without its settings. */
export const authenticatorList = z.string().transform((text, ctx) => {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const read = entries.map((entry, index) => readEntry(entry, index + 1, ctx));
  if (read.length === 0) {
    ctx.addIssue('is empty. Write the id of a Custom OTP authenticator.');
  }
  if (new Set(read.map(({ id }) => id)).size < read.length && ctx.issues.length === 0) {
    ctx.addIssue('names an authenticator twice. Remove one of the two.');
  }
  return read;
});
