import { problemSentence, type InputProblem } from './intake.ts';
import type { OktaUser } from './okta.ts';
import { expiryWarnings } from './plan-expiry.ts';
import type { AskedAgain, AskedRow, Finding, PlanInput, RowFacts } from './planned-row.ts';
import { reasons } from './reasons.ts';
import { foldSerial, type Token, type TokenSettings } from './token.ts';

/** A token somebody wants to give out or keep, whether a file describes it or the bot remembers it. */
export interface Candidate {
  readonly line: number;
  /** Empty for stock. */
  readonly user: string;
  readonly serial: string;
  readonly fingerprint: string;
  readonly seedLength: number | undefined;
  /** Undefined where neither the row nor the bot tells. */
  readonly settings: TokenSettings | undefined;
  readonly problems: readonly InputProblem[];
  readonly warnings: readonly string[];
  /** Whether it is enrolled with the seed the bot keeps: a command brings none. */
  readonly needsKeptSeed?: boolean | undefined;
  /** The token as the bot remembers it. */
  readonly known: Token | undefined;
  readonly report?: 'find' | undefined;
}

export function candidateOf(
  input: PlanInput,
  asked: Exclude<AskedRow, { kind: 'revoke' | 'remove' }>,
): Candidate {
  if (asked.kind === 'file') return fromFile(input, asked);
  if (asked.kind === 'again') return fromEarlier(input, asked);
  const known = input.tokensBySerial.get(foldSerial(asked.serial));
  return {
    line: asked.line,
    user: asked.user,
    serial: known?.serial ?? asked.serial,
    fingerprint: known?.seedFingerprint ?? '',
    seedLength: known?.seedLength,
    settings: known?.settings,
    problems: [],
    warnings: [],
    needsKeptSeed: true,
    known,
    report: asked.kind === 'find' ? 'find' : undefined,
  };
}

function fromFile(input: PlanInput, asked: Extract<AskedRow, { kind: 'file' }>): Candidate {
  const { row, seedFingerprint } = asked;
  return {
    line: row.line,
    user: row.user,
    serial: row.serial,
    fingerprint: seedFingerprint,
    seedLength: row.seedLength,
    settings: row.problems.length > 0 ? undefined : row.settings,
    problems: row.problems,
    warnings: [
      ...(row.warnings ?? []).map(problemSentence),
      ...expiryWarnings(row.serial, row.expiresAt, input.at),
    ],
    known: input.tokensBySerial.get(foldSerial(row.serial)),
  };
}

function fromEarlier(input: PlanInput, asked: AskedAgain): Candidate {
  return {
    line: asked.line,
    user: asked.user,
    serial: asked.serial,
    fingerprint: asked.seedFingerprint,
    seedLength: asked.seedLength,
    settings: asked.settings,
    problems: [],
    warnings: [],
    known: input.tokensBySerial.get(foldSerial(asked.serial)),
  };
}

export const factsOf = (input: PlanInput, candidate: Candidate, user?: OktaUser): RowFacts => ({
  line: candidate.line,
  userRef: candidate.user,
  userId: user?.id ?? '',
  userLogin: user?.login ?? '',
  serial: candidate.serial,
  authenticatorId: '',
  targetFactorId: '',
  seenFactorIds: [],
  report: candidate.report,
  observedAt: input.at,
});

/** What is wrong with the request itself, before anybody is asked. */
export function rowFindings({ problems, settings, serial }: Candidate): Finding[] {
  if (problems.length > 0) return [reasons.badRow(problems)];
  return settings === undefined ? [reasons.serialUnknown(serial)] : [];
}

/** What the bot's memory has against giving out or keeping this token; `user` is whom it is for. */
export function tokenFindings(input: PlanInput, candidate: Candidate, user?: OktaUser): Finding[] {
  const { known, fingerprint } = candidate;
  const twin = fingerprint === '' ? undefined : input.tokensByFingerprint.get(fingerprint);
  const shared = twin !== undefined && foldSerial(twin.serial) !== foldSerial(candidate.serial);
  return [
    ...(known === undefined ? [] : knownFindings(input, candidate, known, user)),
    ...(shared ? [reasons.seedKnown(candidate.serial, twin)] : []),
  ];
}

function knownFindings(
  input: PlanInput,
  { fingerprint, report, needsKeptSeed }: Candidate,
  known: Token,
  user?: OktaUser,
): Finding[] {
  const reseeded = fingerprint !== '' && known.seedFingerprint !== fingerprint;
  const taken = known.state === 'assigned' && user !== undefined && known.userId !== user.id;
  return [
    ...(unusable.has(known.state) && !isFoundAgain(known, report, user)
      ? [reasons.serialUnusable(known)]
      : []),
    ...(needsKeptSeed === true && isWithoutSeed(known) ? [reasons.seedGone(known)] : []),
    ...(reseeded ? [reasons.seedMismatch(known)] : []),
    ...(taken ? [reasons.serialTaken(known, input.command ?? '/token')] : []),
  ];
}

const isFoundAgain = (known: Token, report: Candidate['report'], user?: OktaUser): boolean =>
  report === 'find' && known.state === 'lost' && known.formerUserId === user?.id;

const isWithoutSeed = ({ state, seedGone }: Token): boolean => state === 'stock' && seedGone === true;

const unusable: ReadonlySet<string> = new Set(['lost', 'faulty', 'retired']);
