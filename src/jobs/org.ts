import type { Okta, OktaOrg, Outcome } from '../domain/okta.ts';

/**
 * Which org Okta says it is; it does not change while the bot runs, so it is asked once. Where something between us and
 * Okta keeps the answer back, the org's address stands for it.
 */
export type ReadOrg = () => Promise<Outcome<OktaOrg>>;

export function createReadOrg(okta: Okta, orgUrl: string): ReadOrg {
  let known: OktaOrg | undefined;
  return async () => {
    if (known !== undefined) return { kind: 'ok', value: known };
    const outcome = await okta.org();
    if (outcome.kind === 'ok') known = outcome.value;
    if (outcome.kind !== 'rejected' || outcome.reason === 'credential') return outcome;
    return { kind: 'ok', value: { id: new URL(orgUrl).host, pipeline: '' } };
  };
}
