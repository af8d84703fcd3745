/** Requests under way at once. Okta limits them for a whole org and says so only by refusing. */
export interface Width {
  /** How many may be under way now. */
  readonly allowed: number;
  /** How long nothing should be sent, milliseconds. */
  quietMs(now: number): number;
  /** To be given back with `refused`; requests sent before the last narrowing do not narrow again. */
  readonly generation: number;
  /** Refused for too many requests at once: half the width, and a pause that doubles while it goes on. */
  refused(generation: number, now: number): void;
  /** A request was answered: after enough of them in a row the width grows by one. */
  answered(): void;
}

const most = 10;
const answersPerStep = 50;
const shortestPauseMs = 1_000;
const longestPauseMs = 16_000;

/** Additive increase, multiplicative decrease. `random` spreads the pauses of several clients of one org. */
export function createWidth(random: () => number): Width {
  const state = { allowed: most, quietUntil: 0, generation: 0, refusals: 0, answers: 0 };
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
      state.answers = 0;
      if (generation !== state.generation) return;
      state.generation += 1;
      state.allowed = Math.max(1, Math.floor(state.allowed / 2));
      const pause = Math.min(shortestPauseMs * 2 ** state.refusals, longestPauseMs);
      state.refusals += 1;
      state.quietUntil = now + Math.ceil(pause * (1 + random() / 2));
    },
    answered: () => {
      state.refusals = 0;
      state.answers += 1;
      if (state.answers < answersPerStep) return;
      state.answers = 0;
      state.allowed = Math.min(most, state.allowed + 1);
    },
  };
}
