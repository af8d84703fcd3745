/** Requests under way at once. Okta limits them for a whole org and says so only by refusing. */
export interface Width {
  /** How many may be under way now. */
  readonly allowed: number;
  /** How long nothing should be sent, milliseconds. */
  quietMs(now: number): number;
  /** To be given back with the answer; requests sent before the last narrowing do not narrow again. */
  readonly generation: number;
  /** Refused for too many requests at once: half the width, and a pause that doubles while it goes on. */
  refused(generation: number, now: number): void;
  answered(answer: Timed): void;
}

/** An answer that was no refusal. `full`: nothing more was allowed while it was under way. */
export interface Timed {
  readonly route: string;
  readonly tookMs: number;
  readonly full: boolean;
  readonly generation: number;
}

const first = 10;
const least = 2;
/** Two thirds of what most orgs have; people who sign in need the rest. https://developer.okta.com/docs/reference/rl-additional-limits/ */
const most = 50;
const shortestPauseMs = 1_000;
const longestPauseMs = 16_000;
/** So many answers without a refusal until one more is tried than was once too many. */
const answersPerTrial = 2_000;

interface State {
  allowed: number;
  /** Below what was refused; grows back slowly, since others of the org may have caused the refusal. */
  ceiling: number;
  doubling: boolean;
  generation: number;
  refusals: number;
  quietUntil: number;
  sinceTrial: number;
  round: Round;
}

/** As many answers as requests may be under way: then all that left before the last change have come back. */
interface Round {
  answers: number;
  slow: number;
  full: boolean;
}

const newRound = (): Round => ({ answers: 0, slow: 0, full: false });

/**
 * Widens while more is wanted and answers stay quick: at first twofold, after the first narrowing by one a round. It
 * narrows when Okta refuses, or when most answers of a round are slow. `random` spreads the pauses of several clients.
 */
export function createWidth(random: () => number): Width {
  const usual = createUsual();
  const state: State = {
    allowed: first,
    ceiling: most,
    doubling: true,
    generation: 0,
    refusals: 0,
    quietUntil: 0,
    sinceTrial: 0,
    round: newRound(),
  };
  return {
    get allowed() {
      return state.allowed;
    },
    quietMs: (now) => {
      const left = state.quietUntil - now;
      // A longer pause than any that is ever made means that the clock was set back meanwhile.
      return left <= longestPauseMs * 1.5 ? Math.max(0, left) : 0;
    },
    get generation() {
      return state.generation;
    },
    refused: (generation, now) => {
      if (generation !== state.generation) return;
      state.ceiling = Math.max(1, state.allowed - 1);
      narrow(state, Math.max(1, Math.floor(state.allowed / 2)));
      const pause = Math.min(shortestPauseMs * 2 ** state.refusals, longestPauseMs);
      state.refusals += 1;
      state.quietUntil = now + Math.ceil(pause * (1 + random() / 2));
    },
    answered: ({ route, tookMs, full, generation }) => {
      const slow = usual.isSlow(route, tookMs);
      state.refusals = 0;
      tryHigher(state);
      if (generation !== state.generation) return;
      const { round } = state;
      round.answers += 1;
      if (slow) round.slow += 1;
      round.full ||= full;
      if (round.answers >= state.allowed) endRound(state);
    },
  };
}

function narrow(state: State, allowed: number): void {
  state.allowed = allowed;
  state.doubling = false;
  state.generation += 1;
  state.sinceTrial = 0;
  state.round = newRound();
}

function tryHigher(state: State): void {
  state.sinceTrial += 1;
  if (state.sinceTrial < answersPerTrial) return;
  state.sinceTrial = 0;
  state.ceiling = Math.min(most, state.ceiling + 1);
}

function endRound(state: State): void {
  const { answers, slow, full } = state.round;
  state.round = newRound();
  if (slow * 2 > answers) {
    if (state.allowed > least) narrow(state, Math.max(least, Math.floor(state.allowed * 0.8)));
  } else if (full) {
    state.allowed = Math.min(state.ceiling, state.doubling ? state.allowed * 2 : state.allowed + 1);
  }
}

const slowFactor = 2;
/** Differences below this come from the network and from this machine. */
const unnoticedMs = 150;
const drift = 0.001;

/** What the quick answers of each route take. It drifts upwards, so that an Okta slower for good is taken as usual. */
function createUsual(): { isSlow(route: string, tookMs: number): boolean } {
  const quickest = new Map<string, number>();
  return {
    isSlow(route, tookMs) {
      const known = quickest.get(route) ?? tookMs;
      quickest.set(route, tookMs <= known ? Math.max(0, tookMs) : known + (tookMs - known) * drift);
      return tookMs > known * slowFactor + unnoticedMs;
    },
  };
}
