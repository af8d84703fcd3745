import type { Command } from '../domain/command.ts';
import { parseCommand } from '../domain/command.ts';
import { looksSecret } from '../intake/shown.ts';
import { recordRefusal } from '../store/audit.ts';
import { answerCheck, answerVerify } from './code-checks.ts';
import { answerWhois } from './whois.ts';
import { refuseStranger } from './actor.ts';
import { answerBatches } from './batches.ts';
import { type HandlerDeps, noticing, refusing, type Reply } from './deps.ts';
import { slashPayload, type SlashPayload } from './payloads.ts';
import { onReport } from './report.ts';
import { requestBatch } from './request.ts';
import { answerDrift, answerFind, answerStock } from './stock.ts';
import { answerExport } from './export.ts';
import { answerReconcile } from './reconcile.ts';
import { answerStatus } from './status.ts';
import { answerWhoami } from './whoami.ts';

/** `now` goes out with the acknowledgement itself; `later` is worked out after it. */
export type Answer =
  | { readonly kind: 'now'; readonly reply: Reply }
  | { readonly kind: 'later'; readonly work: () => Promise<Reply | undefined> };

/**
 * What a slash command comes to, from the body Slack sends. Only what needs nobody to be asked is answered at once; a
 * body of a shape nobody knows is a fault of the work, so that Slack has its acknowledgement first.
 */
export function onCommand(deps: HandlerDeps, body: unknown): Answer {
  const { success, data: payload, error } = slashPayload.safeParse(body);
  return success ? answerTo(deps, payload) : later(() => Promise.reject(error));
}

function answerTo(deps: HandlerDeps, payload: SlashPayload): Answer {
  const command = parseCommand(payload.text);
  const help = { kind: 'help', command: deps.command } as const;
  if (looksSecret(payload.text)) return now({ ...help, problem: typedSeed });
  if (command.kind === 'help') return now(help);
  if (command.kind === 'unknown') return now({ ...help, unknown: command.word });
  if (command.kind === 'wrong') return now({ ...help, problem: command.problem });
  if (command.kind === 'whoami') return later(() => answerWhoami(deps, payload));
  return inAdminChannel(deps, payload, command);
}

type AdminCommand = Exclude<Command, { kind: 'help' | 'unknown' | 'wrong' | 'whoami' }>;

function inAdminChannel(deps: HandlerDeps, payload: SlashPayload, command: AdminCommand): Answer {
  if (!deps.adminChannels.includes(payload.channel_id)) return later(() => refuseElsewhere(deps, payload));
  return later(async () => {
    const refusal = await refuseStranger(
      deps,
      { userId: payload.user_id, teamId: payload.team_id },
      payload.channel_id,
    );
    return refusal === undefined ? carryOut(deps, payload, command) : refusing(refusal);
  });
}

async function refuseElsewhere(deps: HandlerDeps, payload: SlashPayload): Promise<Reply> {
  const { user_id: actor, channel_id: channelId } = payload;
  await recordRefusal(deps.db, { at: deps.clock.now(), actor, code: 'wrong_channel', detail: { channelId } });
  return noticing(elsewhere);
}

const typedSeed =
  'What you typed looks like the secret key of a token, so it was not read. Slack may keep it: tell your vendor if it is one. A command takes a serial, never a key.';

const elsewhere =
  'This command works only in the admin channel, where the others can see what happens. Type it there; help and whoami work everywhere.';

type AdminKind = AdminCommand['kind'];
/** A command of the given kind, in the form in which the compiler sees that its answer takes it. */
type Given<K extends AdminKind = AdminKind> = {
  [P in K]: { readonly kind: P } & Extract<AdminCommand, { kind: P }>;
}[K];

const carryOut = <K extends AdminKind>(
  deps: HandlerDeps,
  payload: SlashPayload,
  command: Given<K>,
): Promise<Reply | undefined> => answers[command.kind](deps, payload, command);

const answers: {
  readonly [K in AdminKind]: (
    deps: HandlerDeps,
    payload: SlashPayload,
    command: Given<K>,
  ) => Promise<Reply | undefined>;
} = {
  assign: requestBatch,
  revoke: requestBatch,
  replace: requestBatch,
  report: onReport,
  verify: answerVerify,
  check: answerCheck,
  whois: (deps, _, { codes }) => answerWhois(deps, codes),
  stock: (deps, _, { drift }) => (drift ? answerDrift(deps) : answerStock(deps)),
  find: (deps, _, { text }) => answerFind(deps, text),
  status: (deps, _, { about }) => answerStatus(deps, about),
  batches: answerBatches,
  export: answerExport,
  reconcile: answerReconcile,
  key: async (deps) => ({ kind: 'keys', keys: await deps.publicKeys() }),
};

const now = (reply: Reply): Answer => ({ kind: 'now', reply });
const later = (work: () => Promise<Reply | undefined>): Answer => ({ kind: 'later', work });
