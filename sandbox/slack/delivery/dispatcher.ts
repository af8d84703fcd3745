import type { State } from '../state.ts';
import type { Request } from '../workspace.ts';
import type { JsonObject } from '../world.ts';
import { attempt } from './attempt.ts';
import { deliverEvent } from './event-delivery.ts';
import { forged } from './forge.ts';
import { makePauses } from './pauses.ts';
import type { Answer, Transport } from './transport.ts';

export interface Dispatcher {
  readonly event: (type: string, payload: JsonObject) => void;
  /** Commands and interactions are tried once: the person at the keyboard sees the failure instead. */
  readonly ask: (request: Request) => Promise<Answer>;
  readonly settled: () => Promise<void>;
  /** Gives up what is still waiting. */
  readonly close: () => void;
}

export function makeDispatcher(state: State, transport: () => Transport): Dispatcher {
  const running = new Set<Promise<unknown>>();
  const pauses = makePauses(state.timers);
  const tracked = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    void work.finally(() => running.delete(work));
    return work;
  };
  const parcel = () => ({ envelopeId: state.ids.uuid(), attempt: 0, retryReason: '', avoid: 0 });
  return {
    event(type, payload) {
      const event = { ...parcel(), kind: 'event' as const, type, payload, acceptsResponse: false };
      void tracked(deliverEvent({ state, transport, pauses }, event));
    },
    ask({ kind, type, payload, acceptsResponse }) {
      const faults = state.faults.hit('interaction', type);
      const request = { ...parcel(), kind, type, payload: forged(payload, faults), acceptsResponse };
      const answer = tracked(attempt(state, transport(), request));
      if (faults.some((fault) => fault.do === 'duplicate'))
        void tracked(answer.then(() => attempt(state, transport(), request)));
      return answer;
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    close() {
      pauses.close();
    },
  };
}
