// Events are handed over again at once, after a minute and after five, then given up (docs.slack.dev/apis/events-api).
import type { EventFault } from '../faults.ts';
import type { State } from '../state.ts';
import { attempt } from './attempt.ts';
import type { Labelled } from './attempt.ts';
import type { Pauses } from './pauses.ts';
import type { Answer, Transport } from './transport.ts';

const retryAfterMs: readonly number[] = [0, 60_000, 300_000];

export interface EventRoute {
  readonly state: State;
  readonly transport: () => Transport;
  readonly pauses: Pauses;
}

const retryReason = (answer: Answer): string =>
  answer.got === 'failure' || answer.got === 'timeout' ? answer.reason : 'connection_failed';

const isFinal = (answer: Answer): boolean =>
  answer.got === 'ack' || (answer.got === 'failure' && answer.noRetry);

function again({ state }: EventRoute, parcel: Labelled, answer: Answer): Labelled {
  return {
    ...parcel,
    attempt: parcel.attempt + 1,
    retryReason: retryReason(answer),
    envelopeId: state.flags.retryEnvelope === 'same' ? parcel.envelopeId : state.ids.uuid(),
  };
}

async function deliverOnce(route: EventRoute, first: Labelled): Promise<Answer> {
  let parcel = first;
  let answer = await attempt(route.state, route.transport(), parcel);
  for (const delayMs of retryAfterMs) {
    if (isFinal(answer)) return answer;
    if (delayMs > 0 && !(await route.pauses.pause(delayMs))) return answer;
    parcel = again(route, parcel, answer);
    answer = await attempt(route.state, route.transport(), parcel);
  }
  return answer;
}

async function repeat(
  route: EventRoute,
  parcel: Labelled,
  fault: Extract<EventFault, { do: 'duplicate' }>,
  connection: number,
): Promise<void> {
  if (fault.afterMs !== undefined && !(await route.pauses.pause(fault.afterMs))) return;
  const envelopeId = fault.as === 'same_envelope' ? parcel.envelopeId : route.state.ids.uuid();
  const avoid = fault.as === 'other_connection' ? connection : 0;
  await deliverOnce(route, { ...parcel, envelopeId, avoid });
}

/** Delivers one event until it is acked or given up, with whatever faults hit it. */
export async function deliverEvent(route: EventRoute, parcel: Labelled): Promise<void> {
  const faults = route.state.faults.hit('event', parcel.type);
  if (faults.some((fault) => fault.do === 'lose')) return;
  for (const fault of faults) if (fault.do === 'delay' && !(await route.pauses.pause(fault.ms))) return;
  const answer = await deliverOnce(route, parcel);
  const connection = answer.got === 'ack' ? answer.connection : 0;
  for (const fault of faults) if (fault.do === 'duplicate') await repeat(route, parcel, fault, connection);
}
