// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/
import { z } from 'zod';
import type { Activation } from '../domain/okta.ts';
import type { Call } from './send.ts';

const text = z.string().optional().catch(undefined);

/** Only what tells when, and of what kind: Okta calls the debug data no contract, and targets come in any order. */
const eventBody = z
  .object({
    published: z.string(),
    debugContext: z
      .object({ debugData: z.object({ factor: text, factorType: text }).catch({}) })
      .catch({ debugData: {} }),
    target: z.array(z.object({ id: text, type: text })).catch([]),
  })
  .transform(({ published, debugContext: { debugData }, target }, ctx): Activation => {
    const at = Date.parse(published);
    if (Number.isNaN(at)) ctx.addIssue('the time of an event cannot be read');
    const factorId = target.find(({ type }) => type === 'AuthenticatorEnrollment')?.id;
    return { at, factorType: debugData.factor ?? debugData.factorType, factorId };
  });

const path = '/api/v1/logs';

/** Factors of a user that were activated since a time (epoch ms, by Okta's clock), newest first. */
export function listActivations(userId: string, since: number): Call<readonly Activation[]> {
  const query = new URLSearchParams({
    since: new Date(since).toISOString(),
    filter: `eventType eq "user.mfa.factor.activate" and target.id eq ${JSON.stringify(userId)}`,
    // Newest first makes it a question about the past; the other way round Okta takes it for a subscription.
    sortOrder: 'DESCENDING',
    limit: '100',
  });
  return {
    method: 'GET',
    path: `${path}?${query.toString().replaceAll('+', '%20')}`,
    pattern: path,
    effect: 'read',
    schema: z.array(eventBody),
  };
}
