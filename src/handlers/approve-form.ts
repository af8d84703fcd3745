import { z } from 'zod';
import { decide, mayUse } from '../domain/approval.ts';
import { isBulk, usersChanged } from '../domain/bulk.ts';
import type { Verdict } from '../domain/row.ts';
import { needsAPerson } from '../domain/verdicts.ts';
import { looksSecret } from '../intake/shown.ts';
import { ACTION } from '../slack/ids.ts';
import { approvalInputs, approveModal } from '../slack/views/modal-approve.ts';
import { countVerdicts } from '../store/rows.ts';
import { approveNow, requestOf } from './decide.ts';
import { type HandlerDeps, noticing, type Reply } from './deps.ts';
import type { FormErrors } from './passphrase.ts';
import type { ClickPayload, ViewPayload } from './payloads.ts';
import { plainText } from './plain-reply.ts';
import { onPress, type Press } from './press.ts';

const tooSlow =
  'Slack did not open the form in time, and nothing was decided. Press the button again; your click was not counted.';

/** Approves, or where many users change first asks for their number in a form; `canary` runs the first row alone. */
export async function onApprove(
  deps: HandlerDeps,
  click: ClickPayload,
  canary = false,
): Promise<Reply | undefined> {
  let notOpened = false;
  const reply = await onPress(deps, 'approve', click, async (press) => {
    const verdicts = await countVerdicts(deps.db, press.batch.id);
    if (!isBulk(verdicts)) return approveNow(deps, press, { canary });
    // The form stays open for as little as three seconds after the click: what takes longer is asked on its submission.
    const early = decide(requestOf(deps, 'approve', press));
    if (!early.ok) return early.refusal;
    notOpened = !(await deps.openModal(click.trigger_id ?? '', formFor(press, click, verdicts, canary)));
    return undefined;
  });
  return notOpened ? noticing(tooSlow) : reply;
}

const carried = z.object({
  value: z.string(),
  channelId: z.string(),
  ts: z.string(),
  appId: z.string(),
  canary: z.boolean(),
});

function formFor(
  { batch, card }: Press,
  click: ClickPayload,
  verdicts: Partial<Record<Verdict, number>>,
  canary: boolean,
): ReturnType<typeof approveModal> {
  const value = click.actions[0]?.value ?? '';
  const { channelId, ts } = card;
  const metadata: z.infer<typeof carried> = { value, channelId, ts, appId: click.api_app_id, canary };
  return approveModal({
    code: batch.code,
    users: usersChanged(verdicts),
    enrolled: verdicts.enroll ?? 0,
    replaced: verdicts.replace ?? 0,
    unenrolled: verdicts.unenroll ?? 0,
    stocked: verdicts.stock ?? 0,
    leftOut: needsAPerson.reduce((sum, verdict) => sum + (verdicts[verdict] ?? 0), 0),
    firstRowFirst: canary,
    metadata: JSON.stringify(metadata),
  });
}

/** Takes the approval of a form. Whatever is wrong with it stands beside the number, and decides nothing. */
export async function onApproveForm(deps: HandlerDeps, payload: ViewPayload): Promise<FormErrors> {
  const { values } = payload.view.state;
  const typed = values[approvalInputs.count]?.[approvalInputs.count]?.value?.trim() ?? '';
  const note = values[approvalInputs.note]?.[approvalInputs.note]?.value?.trim() ?? '';
  if (looksSecret(note)) return { [approvalInputs.note]: secretNote };
  const { value, canary, ...from } = carried.parse(JSON.parse(payload.view.private_metadata));
  const click: ClickPayload = {
    user: payload.user,
    team: payload.team,
    api_app_id: from.appId,
    container: { channel_id: from.channelId, message_ts: from.ts },
    actions: [{ action_id: ACTION.approve, value }],
  };
  const reply = await onPress(deps, 'approve', click, async (press) => {
    const users = usersChanged(await countVerdicts(deps.db, press.batch.id));
    const stranger = mayUse(press.actor);
    if (stranger !== undefined) return stranger;
    if (typed === String(users)) return approveNow(deps, press, { canary, note });
    return { code: 'wrong_count', users };
  });
  return reply === undefined ? undefined : { [approvalInputs.count]: await plainText(deps, reply) };
}

const secretNote =
  'This looks like the secret key of a token, so nothing was decided and the note was not kept. Write something else.';
