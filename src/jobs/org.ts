import type { Okta, OktaOrg, Outcome } from '../domain/okta.ts';

/** Which org Okta says it is; it does not change while the bot runs, so it is asked once. */
export type ReadOrg = () => Promise<Outcome<OktaOrg>>;

export function createReadOrg(okta: Okta): ReadOrg {
  let known: OktaOrg | undefined;
  return async () => {
    if (known !== undefined) return { kind: 'ok', value: known };
    const outcome = await okta.org();
    if (outcome.kind === 'ok') known = outcome.value;
    return outcome;
  };
}
