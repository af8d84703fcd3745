import type { Timers } from '../time.ts';

export interface Pauses {
  /** Resolves after so many milliseconds, or at once when everything is called off: then with `false`. */
  pause(ms: number): Promise<boolean>;
  close(): void;
}

export function makePauses(timers: Timers): Pauses {
  const waiting = new Set<(undisturbed: boolean) => void>();
  let closed = false;
  return {
    pause: (ms) =>
      new Promise((resolve) => {
        if (closed) {
          resolve(false);
          return;
        }
        const end = (undisturbed: boolean) => {
          cancel();
          waiting.delete(end);
          resolve(undisturbed);
        };
        const cancel = timers.after(ms, () => {
          end(true);
        });
        waiting.add(end);
      }),
    close() {
      closed = true;
      for (const end of waiting) end(false);
    },
  };
}
