import type { Refusal, RefusalCode, WhoMay } from './approval.ts';
import type { BatchState } from './batch.ts';

/** How ids and times are spoken where the sentence is shown; in Slack as mentions, elsewhere as they are. */
export interface Speech {
  readonly person: (userId: string) => string;
  readonly group: (groupId: string) => string;
  readonly channel: (channelId: string) => string;
  readonly time: (epochMs: number) => string;
}

/** A refusal in whole sentences: why, who could, and what to do. Holds no text from outside but what `speech` gives. */
export const refusalText = <C extends RefusalCode>(refusal: Refusal<C>, speech: Speech): string =>
  sentences[refusal.code](refusal, speech);

const sentences: { readonly [C in RefusalCode]: (refusal: Refusal<C>, speech: Speech) => string } = {
  not_verified: ({ what }) =>
    what === 'okta_user'
      ? 'It could not be found out which Okta user you are, so nothing was done. Try again in a minute; `whoami` says what the bot knows of you.'
      : `Slack did not answer when the bot asked ${unverified[what]}, so nothing was done. Try again in a minute.`,
  other_workspace: () =>
    'Your account belongs to another workspace, and this bot obeys only members of its own. Ask an IT admin there.',
  not_a_full_member: ({ account }) =>
    account === 'unconfirmed'
      ? 'The e-mail address of your Slack account is not confirmed, so it does not show who you are, and nothing was done. Confirm it in your Slack profile, or ask an IT admin to do it.'
      : `${accounts[account]}, and only full members may use this bot. Ask an IT admin to do it.`,
  unsafe_channel: ({ channelId, why }, speech) =>
    `The bot does nothing in ${speech.channel(channelId)} as it is now: ${why}. Put that right, or ask whoever looks after the channel; nothing was done.`,
  not_in_channel: ({ channelId }, speech) =>
    `Only members of ${speech.channel(channelId)} may use this bot. Ask somebody there to do it, or to invite you.`,
  not_an_approver: (refusal, speech) => `You are not an approver. ${whoMay(refusal, speech)} may decide.`,
  own_request: (refusal, speech) =>
    `You asked for this batch, so somebody else has to approve it. ${whoMay(refusal, speech)} may do it; you can withdraw it.`,
  same_person: (refusal, speech) =>
    `Your account and that of ${speech.person(refusal.requestedBy)}, who asked for this batch, belong to the same Okta user, and a second person is required. ${whoMay(refusal, speech)} may do it.`,
  own_token: (refusal, speech) =>
    `This batch changes your own token, so somebody else has to approve it. ${whoMay(refusal, speech)} may do it.`,
  not_the_requester: (refusal, speech) =>
    `Only ${speech.person(refusal.requestedBy)}, who asked for this batch, or an approver may ${refusal.verb} it. ${whoMay(refusal, speech)} may approve.`,
  still_planning: () =>
    'The plan is not ready yet, so there is nothing to decide. Wait until the card shows it.',
  already_decided: ({ state, by, at }, speech) => {
    const who = by === undefined ? '' : `; ${speech.person(by)} decided`;
    const when = by === undefined || at === undefined ? '' : ` ${speech.time(at)}`;
    return `This batch ${outcomes[state]}${who}${when}. Your click changed nothing.`;
  },
  expired: ({ at }, speech) =>
    `This batch expired${at === undefined ? '' : ` ${speech.time(at)}`} without a decision, and nothing was changed. Drop the file again, or repeat the command.`,
  file_still_there: () =>
    'The file is still in the channel, and everybody there can read the seeds in it, so nothing was approved. Have it deleted; the card notices by itself, and Approve works then.',
  other_card: () =>
    'This button is not on the current card of its batch, so nothing was done. Use the card in the admin channel.',
  old_card: ({ seen, current }) =>
    `This card shows revision ${String(seen)} of the plan, and revision ${String(current)} is current. Nothing was done: look at the card as it is now, and decide again.`,
  already_followed: ({ verb, plan, by }, speech) => {
    const what = verb === 'retry' ? 'Another try of these rows' : 'An undo of this batch';
    const where = plan === '' ? 'and its plan is being made' : `and it is plan ${plan}`;
    return `${what} was asked for by ${speech.person(by)} before, ${where}. Your click changed nothing.`;
  },
  nothing_left: ({ verb }) =>
    verb === 'retry'
      ? 'No row of this batch can be tried again, so nothing was done. The thread says why, row by row.'
      : 'This batch enrolled nothing that could be taken back, so nothing was done.',
  wrong_count: ({ users }) =>
    `This plan changes ${String(users)} users, which is not what you typed, so nothing was decided. Compare the card with what you meant to approve.`,
  plan_changed: () =>
    'The plan changed after this card was drawn, so nothing was done. Look at the card as it is now, and decide again.',
};

const unverified = {
  person: 'who you are',
  channel: 'who is in the admin channel',
  approvers: 'who may approve',
} as const;

const accounts = {
  deactivated: 'Your Slack account is deactivated',
  bot: 'This is the account of a bot',
  guest: 'You are a guest in this workspace',
  external: 'You belong to another organisation',
} as const;

/** A sentence with hundreds of names would be read by nobody, and Slack takes no section that long. */
const namedAtMost = 10;

function whoMay({ approvers, channelId }: WhoMay, speech: Speech): string {
  if (approvers.kind === 'channel') return `Every full member of ${speech.channel(channelId)}`;
  const people = approvers.userIds.slice(0, namedAtMost).map((id) => speech.person(id));
  const more = approvers.userIds.length - people.length;
  const group = approvers.groupId === undefined ? [] : [`a member of ${speech.group(approvers.groupId)}`];
  const others = more > 0 ? [`one of ${String(more)} more`] : [];
  const text = [...people, ...others, ...group].join(' or ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const outcomes: Readonly<Record<BatchState, string>> = {
  planning: 'is still being planned',
  awaiting_approval: 'is waiting for a decision',
  running: 'was already approved and is running',
  paused: 'was already approved and is paused',
  stopping: 'was already approved and is being stopped',
  finished: 'was already approved and has finished',
  stopped: 'was already approved and then stopped',
  rejected: 'was already rejected',
  withdrawn: 'was already withdrawn',
  expired: 'has expired',
  discarded: 'held nothing that could be done',
};
