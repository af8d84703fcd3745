/**
 * The life of one bot, whose steps are counted in one place: before and after every commit, all bytes towards Okta and
 * back, and every call to Slack. What lies between two steps happens inside the process alone and dies with it.
 */
export interface Life {
  /** Counts a step and says whether the bot still lives; at its last step it dies. */
  step(what: string): boolean;
  readonly dead: boolean;
  /** What has been done, in order. */
  readonly steps: readonly string[];
  /** Rejects when the bot dies, and never resolves. */
  readonly death: Promise<never>;
  onDeath(act: () => void): void;
}

export class Death extends Error {}

/** A bot that is killed at its `lastStep`-th step (from 1), or lives on. */
export function createLife(lastStep = Number.POSITIVE_INFINITY): Life {
  const steps: string[] = [];
  const heirs: (() => void)[] = [];
  const { promise: death, reject } = Promise.withResolvers<never>();
  death.catch(() => undefined);
  let dead = false;
  return {
    step(what) {
      if (dead) return false;
      steps.push(what);
      if (steps.length < lastStep) return true;
      dead = true;
      for (const act of heirs) act();
      reject(new Death(what));
      return false;
    },
    get dead() {
      return dead;
    },
    steps,
    death,
    onDeath: (act) => void heirs.push(act),
  };
}

/** What a killed process answers. */
export const silence = (): Promise<never> => new Promise(() => undefined);
