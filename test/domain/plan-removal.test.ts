import { describe, expect, it } from 'vitest';
import type { AskedRemoval, PlanInput } from '../../src/domain/planned-row.ts';
import {
  ana,
  assigned,
  at,
  ben,
  customOtp,
  planOne,
  push,
  token,
  withPeople,
  withTokens,
} from './plan-world.ts';

const removal: AskedRemoval = {
  kind: 'remove',
  line: 7,
  userId: ana.id,
  userLogin: ana.login,
  serial: 'AB1',
  factorId: 'chf1',
  enrolledAt: at,
};
const own = withTokens([assigned('AB1', ana, 'chf1')]);
type Shown = Parameters<typeof withPeople>[0][number][1];

const remove = (shown: Shown, over: Partial<AskedRemoval> = {}, given: Partial<PlanInput> = own) =>
  planOne({ asked: [{ ...removal, ...over }], ...withPeople([[ana, shown]]), ...given });

describe('taking back what an earlier batch enrolled', () => {
  it('names the very factor it created, and everything Okta shows beside it', () => {
    expect(remove([push, customOtp('chf1'), customOtp('chf2')])).toMatchObject({
      line: 7,
      action: 'unenroll',
      verdict: 'unenroll',
      state: 'planned',
      userRef: ana.login,
      userId: ana.id,
      userLogin: ana.login,
      serial: 'AB1',
      authenticatorId: '',
      targetFactorId: 'chf1',
      seenFactorIds: ['chf1', 'chf2'],
      onlyFactor: false,
      observedAt: at,
    });
  });

  it('finds the token whichever way its serial is written', () => {
    expect(remove([customOtp('chf1')], { serial: 'ab1' }).verdict).toBe('unenroll');
  });

  it.each<[string, Shown, boolean]>([
    ['nothing else', [customOtp('chf1')], true],
    ['another factor that is not active', [customOtp('chf1'), { ...push, status: 'INACTIVE' }], true],
    ['another active factor', [customOtp('chf1'), push], false],
  ])('warns where the user would be left with %s', (_, shown, onlyFactor) => {
    const row = remove(shown);
    expect(row.onlyFactor).toBe(onlyFactor);
    expect(row.warnings?.length ?? 0).toBe(onlyFactor ? 1 : 0);
  });

  it.each([
    ['never', undefined, 0],
    ['before it was enrolled', at - 1, 0],
    ['when it was enrolled', at, 1],
    ['since', at + 1, 1],
  ])('warns where somebody signed in with it: %s', (_, verifiedAt, warnings) => {
    expect(remove([push, customOtp('chf1', { verifiedAt })]).warnings?.length ?? 0).toBe(warnings);
  });

  it.each([
    ['with somebody else', assigned('AB1', ben, 'chf9')],
    ['back in stock', token('AB1')],
  ])('leaves alone a token that is %s by now', (_, now) => {
    const row = remove([customOtp('chf1')], {}, withTokens([now]));
    expect([row.state, row.action, row.targetFactorId]).toEqual(['skipped', 'none', '']);
    expect(row.seenFactorIds).toEqual([]);
  });

  it('needs no token where the earlier row knew no serial', () => {
    expect(remove([customOtp('chf1')], { serial: '' }, {}).verdict).toBe('unenroll');
  });

  it('is blocked where the factors cannot be read', () => {
    expect(remove('unreadable')).toMatchObject({ state: 'blocked', verdict: 'user_unreadable' });
    expect(planOne({ asked: [removal], ...own })).toMatchObject({
      state: 'blocked',
      verdict: 'user_unreadable',
    });
  });

  it('is skipped where Okta no longer shows the factor, and tells what it shows', () => {
    const row = remove([push, customOtp('chf2')]);
    expect(row).toMatchObject({ state: 'skipped', targetFactorId: '', seenFactorIds: ['chf2'] });
    expect(row.reason).toContain('chf2');
  });

  it('never removes a factor of another kind', () => {
    const row = remove([{ ...push, id: 'chf1' }]);
    expect(row).toMatchObject({ state: 'blocked', action: 'none', targetFactorId: '' });
  });

  it('says which try it is when it was tried before', () => {
    const source = { id: 'r1', tries: 1, outcome: 'Okta was away.' };
    expect(remove([customOtp('chf1')], { source }).reason).toContain('This is try 2');
    expect(remove([customOtp('chf1')], { source: { ...source, tries: 0 } }).reason).not.toContain('try');
  });
});

describe('taking away a token of which something was reported', () => {
  const lost = { report: 'lose', because: 'left in a taxi', enrolledAt: undefined } as const;

  it('says nothing of its last use', () => {
    const row = remove([push, customOtp('chf1', { verifiedAt: at + 1 })], lost);
    expect(row).toMatchObject({ verdict: 'unenroll', report: 'lose', targetFactorId: 'chf1' });
    expect(row.warnings).toBeUndefined();
  });

  it('names the factor even where a policy hides it, and says so', () => {
    const row = remove([push], lost);
    expect(row).toMatchObject({
      verdict: 'unenroll',
      state: 'planned',
      targetFactorId: 'chf1',
      seenFactorIds: [],
    });
    expect(row.warnings).toHaveLength(1);
  });
});
