import type { Named } from '../domain/command.ts';
import { isCustomOtp, type OktaUser } from '../domain/okta.ts';
import { findToken, tokensOfUser } from '../store/tokens.ts';
import { codeText } from './code-text.ts';
import { type HandlerDeps, noticing, type Reply } from './deps.ts';
import { referenceOf } from './named.ts';
import type { SlashPayload } from './payloads.ts';
import { askOkta, proveToken, tryToken } from './prove.ts';
import { wholeSerial } from './serial.ts';
import { othersWith } from './whois.ts';

/** Tries a token by a code that it shows, without Okta; meant for tokens that are about to be handed out. */
export async function answerCheck(
  deps: HandlerDeps,
  payload: SlashPayload,
  { serial: typed, code }: { readonly serial: string; readonly code: string },
): Promise<Reply> {
  const whole = await wholeSerial(deps, typed);
  if (whole.kind === 'problem') return noticing(whole.sentence);
  const token = await findToken(deps.db, whole.serial);
  if (token === undefined) return noticing(codeText.noToken(typed));
  const proof = await tryToken(deps, token, { actor: payload.user_id, code });
  const others = proof.kind === 'wrong' ? await othersWith(deps, code, token.serial) : undefined;
  return noticing(codeText.tried(token, proof, others));
}

/** Proves the token of a user by a code that it shows. */
export async function answerVerify(
  deps: HandlerDeps,
  payload: SlashPayload,
  { user: named, code }: { readonly user: Named; readonly code: string },
): Promise<Reply> {
  const found = await userOf(deps, named);
  if (typeof found === 'string') return noticing(found);
  const proving = { actor: payload.user_id, code };
  const token = (await tokensOfUser(deps.db, found.id)).find(({ state }) => state === 'assigned');
  if (token === undefined) return noticing(await unknownToken(deps, found, proving));
  const proof = await proveToken(deps, token, proving);
  const others = proof.kind === 'wrong' ? await othersWith(deps, code, token.serial) : undefined;
  return noticing(codeText.proven(found.login, token, proof, others));
}

async function userOf(deps: HandlerDeps, named: Named): Promise<OktaUser | string> {
  const reference = await referenceOf(deps.workspace, named);
  if (reference.kind === 'problem') return reference.sentence;
  const found = await deps.okta.findUsers([reference.user]);
  if (found.kind !== 'ok') return codeText.oktaAway;
  const match = found.value.get(reference.user) ?? { kind: 'missing' };
  if (match.kind === 'missing') return codeText.noUser(reference.user);
  if (match.kind === 'ambiguous')
    return codeText.severalUsers(
      reference.user,
      match.users.map(({ login }) => login),
    );
  return match.user;
}

/** Okta may hold a token that the bot never saw; the code alone can tell whether it works. */
async function unknownToken(
  deps: HandlerDeps,
  user: OktaUser,
  { actor, code }: { readonly actor: string; readonly code: string },
): Promise<string> {
  const seen = await deps.okta.factors(user.id);
  if (seen.kind !== 'ok') return codeText.oktaAway;
  const [factor, second] = seen.value.filter(isCustomOtp);
  if (factor === undefined || second !== undefined)
    return codeText.noFactor(user.login, second !== undefined);
  const check = { serial: '', userId: user.id, at: deps.clock.now(), actor };
  return codeText.proven(
    user.login,
    undefined,
    await askOkta(deps, { factorId: factor.id, code, check }),
    undefined,
  );
}
