import { Buffer } from 'node:buffer';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Exchanged } from '../../src/okta/http.ts';
import { enrolFactor } from '../../src/okta/factors.ts';
import { createPacer } from '../../src/okta/pacer.ts';
import { createSend } from '../../src/okta/send.ts';
import { json, leapingClock, setupRaw } from './setup.ts';
import { encodings, enrolmentOf, seedTexts } from './tokens.ts';

describe('a seed', () => {
  it('is in no log line, outcome or error, even if Okta repeats it', async () => {
    const lines: string[] = [];
    const { client } = await setupRaw(
      (_request, response, body) =>
        json(response, 400, {
          errorCode: 'E0000001',
          errorSummary: `Bad body ${body}`,
          errorCauses: [{ errorSummary: body }],
        }),
      { log: (event, facts) => lines.push(inspect([event, facts])) },
    );
    for (const encoding of encodings) {
      const enrolment = enrolmentOf('00u1', { encoding });
      const outcome = await client.enrol(enrolment);
      expect(outcome).toMatchObject({ kind: 'rejected', reason: 'invalid' });
      for (const text of [inspect(outcome, { depth: 9 }), inspect(enrolment, { depth: 9 }), ...lines])
        for (const seed of seedTexts) expect(text).not.toContain(seed);
    }
    expect(lines).toHaveLength(3);
  });

  it.each<[string, () => Promise<Exchanged>]>([
    [
      'an answer',
      () => Promise.resolve({ kind: 'answer', status: 500, headers: {}, bytes: Buffer.from('') }),
    ],
    ['no answer', () => Promise.resolve({ kind: 'failed', sent: true, code: 'TOTAL_TIMEOUT' })],
    ['a fault of the bot', () => Promise.reject(new Error('fault'))],
  ])('is wiped from the body after %s', async (_what, exchange) => {
    const bodies: Buffer[] = [];
    const texts: string[] = [];
    const clock = leapingClock();
    const send = createSend({
      origin: 'https://acme.okta.com',
      priority: 'batch',
      http: {
        exchange: ({ body }) => {
          if (body !== undefined) bodies.push(body);
          texts.push(body?.toString() ?? '');
          return exchange();
        },
        close: () => Promise.resolve(),
      },
      pacer: createPacer(clock, () => 0),
      authorize: () => Promise.resolve({ kind: 'ok', value: { headers: {}, isOutdated: () => false } }),
      clock,
      log: () => {},
    });
    const enrolment = enrolmentOf('00u1');
    await send(enrolFactor(enrolment)).catch(() => undefined);
    expect(texts[0]).toContain(seedTexts[0]);
    expect(bodies[0]?.every((byte) => byte === 0)).toBe(true);
    // The caller's own copy is the caller's to wipe.
    expect(enrolment.seed.reveal().some((byte) => byte !== 0)).toBe(true);
  });
});
