import type { Named } from '../domain/command.ts';
import { mayExpose } from '../domain/exposure.ts';
import type { TokenStatus } from '../domain/messages.ts';
import { isCustomOtp, type OktaUser } from '../domain/okta.ts';
import type { Token } from '../domain/token.ts';
import { batchesIn, findBatch } from '../store/batches.ts';
import { countTokens, findToken, tokensEndingIn, type TokensFound, tokensOfUsers } from '../store/tokens.ts';
import { type HandlerDeps, noticing, type Reply } from './deps.ts';
import { referenceOf } from './named.ts';

const listed = 8;

/** What the bot remembers of a token or a user, beside what Okta shows of it now; without either, how the bot is doing. */
export async function answerStatus(deps: HandlerDeps, about: Named | undefined): Promise<Reply> {
  if (about === undefined) return status(await botStatus(deps));
  const named = about.kind === 'text' ? await tokensNamed(deps, about.text) : undefined;
  const [only, ...others] = named?.first ?? [];
  if (only !== undefined && others.length === 0) return status(await tokenStatus(deps, only));
  if (about.kind === 'text' && named !== undefined && only !== undefined) {
    const candidates = named.first.map(({ serial }) => serial);
    return status({ kind: 'not_found', asked: about.text, candidates, more: named.more });
  }
  const reference = await referenceOf(deps.workspace, about);
  return reference.kind === 'problem' ? noticing(reference.sentence) : userNamed(deps, reference.user);
}

const status = (found: TokenStatus): Reply => ({ kind: 'status', status: found });

async function tokensNamed(deps: HandlerDeps, typed: string): Promise<TokensFound> {
  const exact = await findToken(deps.db, typed);
  return exact === undefined ? tokensEndingIn(deps.db, typed, listed) : { first: [exact], more: 0 };
}

async function botStatus(deps: HandlerDeps): Promise<TokenStatus> {
  const tokens = await countTokens(deps.db);
  const withFile = await batchesIn(
    deps.db,
    [
      'awaiting_approval',
      'running',
      'paused',
      'stopping',
      'finished',
      'stopped',
      'rejected',
      'withdrawn',
      'expired',
      'discarded',
    ],
    { fileStillThere: true },
  );
  return {
    kind: 'bot',
    stock: tokens.stock,
    assigned: tokens.assigned,
    waiting: (await batchesIn(deps.db, ['planning', 'awaiting_approval'])).length,
    running: (await batchesIn(deps.db, ['running', 'paused', 'stopping'])).length,
    exposedFiles: withFile.filter(({ briefing }) => mayExpose(briefing.exposure)),
  };
}

async function tokenStatus(deps: HandlerDeps, token: Token): Promise<TokenStatus> {
  const batch = await findBatch(deps.db, token.batchId);
  return {
    kind: 'token',
    serial: token.serial,
    state: token.state,
    model: [token.manufacturer, token.model].filter((part) => part !== '').join(' '),
    userLogin: token.userLogin,
    since: token.assignedAt,
    by: batch?.requestedBy,
    clock: token,
    formerUserLogin: token.formerUserLogin,
    okta:
      token.userId === undefined
        ? 'Okta is not concerned: nobody has this token.'
        : await factorText(deps, token.userId, token.factorId),
  };
}

async function factorText(deps: HandlerDeps, userId: string, factorId: string | undefined): Promise<string> {
  const seen = await deps.okta.factors(userId);
  if (seen.kind !== 'ok') return 'Okta could not be asked for the factor now. Try again in a minute.';
  const factor = seen.value.filter(isCustomOtp).find((one) => factorId === undefined || one.id === factorId);
  if (factor !== undefined)
    return `Okta shows the factor ${factor.id} (${factor.vendorName}) as ${factor.status}.`;
  if (factorId === undefined) return 'Okta shows no Custom OTP factor.';
  return `Okta does not show the factor ${factorId} that the bot remembers: it was removed elsewhere, or a policy hides it. Look in Okta's console.`;
}

async function userNamed(deps: HandlerDeps, reference: string): Promise<Reply> {
  const found = await deps.okta.findUsers([reference]);
  if (found.kind !== 'ok')
    return noticing('Okta could not be asked now. Try again in a minute; `doctor` on the server says more.');
  const match = found.value.get(reference);
  if (match === undefined || match.kind === 'missing')
    return status({ kind: 'not_found', asked: reference, candidates: [], more: 0 });
  if (match.kind === 'ambiguous') {
    const candidates = match.users.map((user) => user.login);
    return status({ kind: 'not_found', asked: reference, candidates, more: 0 });
  }
  return status(await userStatus(deps, match.user));
}

async function userStatus(deps: HandlerDeps, user: OktaUser): Promise<TokenStatus> {
  const tokens = (await tokensOfUsers(deps.db, [user.id])).get(user.id);
  const token = tokens?.find((one) => one.state === 'assigned');
  return {
    kind: 'user',
    login: user.login,
    userStatus: user.status,
    serial: token?.serial,
    since: token?.assignedAt,
    clock: token,
    okta: await factorText(deps, user.id, token?.factorId),
  };
}
