import type { Admin, NewFactor } from '../admin.ts';
import { announceEnrolment, dropFactor, otpFactor, putFactor } from '../records/factor-store.ts';
import { factorsOf } from '../records/policy.ts';
import type { State } from '../records/state.ts';
import type { Doer } from '../records/system-log.ts';
import type { FactorRecord, UserRecord } from '../world.ts';
import { authenticatorNamed } from './authenticator-actions.ts';
import type { Changing } from './changing.ts';
import { userNamed } from './user-actions.ts';

const atConsole: Doer = {
  principal: { id: 'console', kind: 'anonymous', name: 'Admin Console', ownerId: null },
  requestId: 'console',
};

type FactorActions = Pick<Admin, 'addFactor' | 'removeFactor' | 'resetFactors' | 'hideFactors'>;

export function factorActions(state: State, changing: Changing): FactorActions {
  const ownerOf = (factor: FactorRecord): UserRecord => userNamed(state, factor.userId);
  return {
    addFactor: changing((user, factor) => {
      const owner = userNamed(state, user);
      const added = addFactor(state, owner, factor);
      announceEnrolment(state, atConsole, owner, added);
      return added;
    }),
    removeFactor: changing((factorId) => {
      const factor = state.factors.get(factorId);
      if (factor === undefined) throw new Error(`no factor ${factorId}`);
      dropFactor(state, atConsole, ownerOf(factor), factor);
    }),
    resetFactors: changing((user) => {
      const owner = userNamed(state, user);
      for (const factor of factorsOf(state, owner.id)) dropFactor(state, atConsole, owner, factor);
    }),
    hideFactors: changing((user, hidden = true) => {
      userNamed(state, user).factorsHidden = hidden;
    }),
  };
}

function addFactor(state: State, owner: UserRecord, input: NewFactor): FactorRecord {
  const factorType = input.factorType ?? 'token:hotp';
  if (factorType !== 'token:hotp') {
    const verify = [...state.authenticators.values()].find(({ key }) => key === 'okta_verify');
    const provider = input.provider ?? 'OKTA';
    const isVerify = provider === 'OKTA' && (factorType === 'push' || factorType === 'token:software:totp');
    const authenticatorId = isVerify ? (verify?.id ?? null) : null;
    const rest = { vendorName: provider, status: 'ACTIVE', authenticatorId } as const;
    return putFactor(state, { userId: owner.id, factorType, provider, ...rest });
  }
  const authenticator = authenticatorNamed(state, input.authenticatorId ?? '');
  return putFactor(state, otpFactor(owner, authenticator, 'ACTIVE'), input.secret);
}
