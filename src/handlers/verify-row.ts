import { readCode } from '../domain/code-command.ts';
import type { Batch } from '../domain/batch.ts';
import type { Refusal } from '../domain/approval.ts';
import type { Row } from '../domain/row.ts';
import { readWords } from '../domain/slash-words.ts';
import type { Token } from '../domain/token.ts';
import { codeInput, verifyModal } from '../slack/views/modal-verify.ts';
import { recordRefusal } from '../store/audit.ts';
import { findBatch } from '../store/batches.ts';
import { noteCheck } from '../store/code-checks.ts';
import type { NewOutbox } from '../store/outbox.ts';
import { findRow } from '../store/rows.ts';
import { findToken } from '../store/tokens.ts';
import { refuseStranger } from './actor.ts';
import { codeText } from './code-text.ts';
import { type HandlerDeps, noticing, refusing, type Reply } from './deps.ts';
import type { ClickPayload, ViewPayload } from './payloads.ts';
import type { FormErrors } from './passphrase.ts';
import { askOkta, compare, type Proof, type Proving } from './prove.ts';

const movedOn =
  'This token was taken away or given to somebody else since, so there is nothing to verify here.';
const notYours = 'You may not verify this token. The command whoami says what you may do here, and why.';
const tooSlow = 'Slack did not open the form in time. Press the button again.';

/** An enrolled row whose token the user still has. */
interface Proven {
  readonly batch: Batch;
  readonly row: Row;
  readonly token: Token;
}

/** Opens the form for a code of the row's token, or says why not. */
export async function onVerifyRow(deps: HandlerDeps, click: ClickPayload): Promise<Reply | undefined> {
  const found = await provenOf(deps, click.actions[0]?.value);
  if (found === undefined) {
    const at = deps.clock.now();
    await recordRefusal(deps.db, {
      at,
      actor: click.user.id,
      code: 'unknown_card',
      detail: { verb: 'verify' },
    });
    return noticing(movedOn);
  }
  const refusal = await refusalOf(deps, found.batch, click);
  if (refusal !== undefined) return refusing(refusal);
  const opened = await deps.openModal(click.trigger_id ?? '', verifyModal(found.row));
  return opened ? undefined : noticing(tooSlow);
}

/** The asking of Okta, which no form waits for. */
type Asking = () => Promise<void>;

/** Holds the code against the seed while the form is open; only one that should work is tried with Okta, afterwards. */
export async function onVerifyCode(deps: HandlerDeps, payload: ViewPayload): Promise<FormErrors | Asking> {
  const entered = await enteredIn(deps, payload);
  const said = typeof entered === 'string' ? entered : await judge(deps, entered);
  return typeof said === 'string' ? { [codeInput.block]: said } : said;
}

interface Entered extends Proven {
  readonly proving: Proving;
}

async function enteredIn(deps: HandlerDeps, payload: ViewPayload): Promise<Entered | string> {
  const { block, action } = codeInput;
  const found = await provenOf(deps, payload.view.private_metadata);
  if (found === undefined) return movedOn;
  if ((await refusalOf(deps, found.batch, payload)) !== undefined) return notYours;
  const code = readCode(readWords(payload.view.state.values[block]?.[action]?.value ?? ''));
  if (code === undefined) return 'This is not a code. Write the 6 to 10 digits that the token shows.';
  return { ...found, proving: { actor: payload.user.id, code } };
}

/** What the seed alone tells, as a sentence; or what is left to ask. */
async function judge(deps: HandlerDeps, entered: Entered): Promise<Asking | string> {
  const { token, row, proving } = entered;
  const say = (proof: Proof): string => codeText.proven(row.userLogin, token, proof, undefined);
  const compared = await compare(deps, token, proving);
  if (compared !== undefined && compared.local.kind !== 'fits') {
    const { local, check } = compared;
    await noteCheck(deps.db, check, local.kind);
    return say({ kind: local.kind, aheadMs: check.seen?.aheadMs });
  }
  const blind = { serial: token.serial, userId: row.userId, at: deps.clock.now(), actor: proving.actor };
  return async () => {
    await askOkta(deps, {
      factorId: row.factorId,
      code: proving.code,
      check: compared?.check ?? blind,
      tell: (proof) => [inThread(entered, say(proof))],
    });
    deps.wake.announcer();
  };
}

const refusalOf = (
  deps: HandlerDeps,
  batch: Batch,
  { user, team }: Pick<ClickPayload, 'user' | 'team'>,
): Promise<Refusal | undefined> =>
  refuseStranger(deps, { userId: user.id, teamId: team?.id }, batch.channelId);

async function provenOf(deps: HandlerDeps, rowId: string | undefined): Promise<Proven | undefined> {
  const row = rowId === undefined || rowId === '' ? undefined : await findRow(deps.db, rowId);
  if (row?.state !== 'enrolled') return undefined;
  const [batch, token] = await Promise.all([findBatch(deps.db, row.batchId), findToken(deps.db, row.serial)]);
  const hers = token?.userId === row.userId && token.factorId === row.factorId;
  return batch === undefined || token === undefined || !hers ? undefined : { batch, row, token };
}

const inThread = ({ batch, proving }: Entered, text: string): NewOutbox => ({
  kind: 'notice',
  batchId: batch.id,
  channelId: batch.channelId,
  thread: true,
  priority: 10,
  payload: { text, by: proving.actor },
});
