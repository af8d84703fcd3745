import { chooseAuthenticator } from './authenticator.ts';
import { isCustomOtp, type Authenticator, type Factor } from './okta.ts';
import { factsOf, rowFindings, tokenFindings, type Candidate } from './plan-candidate.ts';
import { resolveForEnrolment, type Resolved } from './plan-people.ts';
import { planText } from './plan-text.ts';
import { granted, withheld, type Finding, type PlanInput, type PlannedRow } from './planned-row.ts';
import { reasons } from './reasons.ts';

/** Plans giving a token to a user. Everything against it is told at once; the weightiest finding is the verdict. */
export function planEnrolment(
  input: PlanInput,
  candidate: Candidate,
  repeats: readonly Finding[],
): PlannedRow {
  const { known } = candidate;
  const who = resolveForEnrolment(input, candidate.user);
  const holds = holdsOf(input, candidate, who);
  const facts = { ...factsOf(input, candidate, who.user), seenFactorIds: holds.seenFactorIds };
  const asked = [
    ...rowFindings(candidate),
    ...repeats,
    ...(candidate.problems.length > 0 && !input.matches.has(candidate.user) ? [] : who.findings),
    ...tokenFindings(input, candidate, who.user),
  ];
  if (known !== undefined && holds.own && asked.length === 0) {
    return withheld('skipped', facts, [reasons.alreadyEnrolled(known)]);
  }
  const place = placeOf(input, candidate);
  const against = [...asked, ...holds.findings, ...place.findings];
  if (against.length > 0 || who.user === undefined || place.authenticator === undefined) {
    return withheld('blocked', facts, against);
  }
  return granted(
    'enroll',
    { ...facts, authenticatorId: place.authenticator.id },
    planText.enroll(candidate.serial, who.user, place.authenticator) + who.note,
    [...candidate.warnings, ...who.warnings, ...place.warnings, ...memoryWarnings(candidate)],
  );
}

interface Holds {
  readonly seenFactorIds: readonly string[];
  /** Whether Okta still lists the very factor this token was enrolled as. */
  readonly own: boolean;
  readonly findings: readonly Finding[];
}

/** What the user holds already: Okta allows one Custom OTP per user, whichever authenticator it belongs to. */
function holdsOf(input: PlanInput, candidate: Candidate, who: Resolved): Holds {
  const { user } = who;
  if (user === undefined || who.findings.length > 0) return { seenFactorIds: [], own: false, findings: [] };
  const held = input.factors.get(user.id) ?? 'unreadable';
  if (held === 'unreadable') {
    return { seenFactorIds: [], own: false, findings: [reasons.userUnreadable(user.login)] };
  }
  const customOtps = held.filter(isCustomOtp);
  const others = customOtps.filter((factor) => !isOwn(candidate, user.id, factor));
  const known = input.tokensOfUser
    ?.get(user.id)
    ?.find((token) => others.some((one) => one.id === token.factorId));
  const finding = reasons.hasOtherFactor(user, others, known, input.command ?? '/token');
  return {
    seenFactorIds: customOtps.map((factor) => factor.id),
    own: others.length < customOtps.length,
    findings: others.length === 0 ? [] : [finding],
  };
}

const isOwn = ({ known }: Candidate, userId: string, factor: Factor): boolean =>
  known?.state === 'assigned' && known.userId === userId && known.factorId === factor.id;

interface Place {
  readonly authenticator: Authenticator | undefined;
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
}

/** The authenticator the token goes under. A token whose settings nobody could read is not judged. */
export function placeOf(input: PlanInput, { settings, seedLength }: Candidate): Place {
  const nowhere = { authenticator: undefined, findings: [], warnings: [] };
  if (settings === undefined) return nowhere;
  const choice = chooseAuthenticator(settings, seedLength, input.authenticators);
  if (choice.kind === 'none') {
    return { ...nowhere, findings: [reasons.noAuthenticator(settings, seedLength, input.authenticators)] };
  }
  if (choice.kind === 'ambiguous') {
    return { ...nowhere, findings: [reasons.authenticatorAmbiguous(settings, seedLength, choice.fitting)] };
  }
  const odd = choice.hint === 'contradicts';
  const warnings = odd ? [planText.unusualLength(seedLength, choice.authenticator)] : [];
  return { authenticator: choice.authenticator, findings: [], warnings };
}

function memoryWarnings({ known, settings }: Candidate): string[] {
  if (known === undefined) return [];
  const differs = known.settings.timeStepSeconds !== settings?.timeStepSeconds;
  return [
    ...(differs ? [planText.settingsDiffer(known)] : []),
    ...(known.state === 'assigned' ? [planText.enrolledBefore(known)] : []),
  ];
}
