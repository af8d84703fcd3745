import { describe, expect, it } from 'vitest';
import { codeAt } from '../../sandbox/okta/server.ts';
import { idOf, json, type Setup, setup, setupRaw, valueOf } from './setup.ts';
import { enrolmentOf, seedBytes } from './tokens.ts';

async function withToken(
  flags = {},
): Promise<Setup & { userId: string; factorId: string; code: (aheadMs?: number) => string }> {
  const all = await setup({ flags });
  const userId = idOf(all.okta, 'ana@acme.example');
  const { id: factorId } = valueOf(await all.client.enrol(enrolmentOf(userId)));
  const settings = { algorithm: 'HMacSHA1', timeStep: 30, digits: 6 } as const;
  return {
    ...all,
    userId,
    factorId,
    code: (aheadMs = 0) => codeAt(seedBytes, settings, all.clock.now() + aheadMs),
  };
}

describe('checking a code', () => {
  it('passes with the code the token shows, once', async () => {
    const { client, userId, factorId, code } = await withToken();
    expect(valueOf(await client.verify(userId, factorId, code()))).toBe('passed');
    expect(await client.verify(userId, factorId, code())).toMatchObject({
      kind: 'rejected',
      reason: 'code_reused',
    });
  });

  it('tells a wrong code from one of a clock that runs off', async () => {
    const { client, userId, factorId, code } = await withToken();
    const off = await client.verify(userId, factorId, code(10 * 60_000));
    expect(off).toMatchObject({ kind: 'rejected', reason: 'code_outside_window' });
    const wrong = await client.verify(userId, factorId, code() === '000000' ? '000001' : '000000');
    expect(wrong).toMatchObject({ kind: 'rejected', reason: 'wrong_code', status: 403 });
  });

  it.each([
    ['account' as const, { kind: 'rejected', reason: 'user_locked' }],
    ['pause' as const, { kind: 'retry', why: 'rate_limit' }],
  ])('ends when Okta locks the %s, and holds nobody else up', async (lockout, expected) => {
    const { client, clock, okta, userId, factorId, code } = await withToken({ lockout });
    const wrong = code() === '000000' ? '000001' : '000000';
    const outcomes = [];
    for (let attempt = 0; attempt < 5; attempt += 1)
      outcomes.push(await client.verify(userId, factorId, wrong));
    expect(outcomes.at(-1)).toMatchObject(expected);
    await client.factors(idOf(okta, 'ben@acme.example'));
    expect(clock.naps).toEqual([]);
  });

  it.each([
    ['SUCCESS', { kind: 'ok', value: 'passed' }],
    ['FAILED', { kind: 'rejected', reason: 'wrong_code' }],
    ['PASSCODE_REPLAYED', { kind: 'rejected', reason: 'code_reused' }],
    ['TIME_WINDOW_EXCEEDED', { kind: 'rejected', reason: 'code_outside_window' }],
    ['WAITING', { kind: 'unknown', why: 'WAITING' }],
  ])('reads the result %s of a 200', async (factorResult, expected) => {
    const { client } = await setupRaw((_request, response) => json(response, 200, { factorResult }));
    expect(await client.verify('00u1', 'chf1', '123456')).toMatchObject(expected);
  });
});
