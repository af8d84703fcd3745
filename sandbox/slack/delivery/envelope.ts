import { defined } from '../json.ts';
import type { State } from '../state.ts';
import type { JsonObject } from '../world.ts';
import type { Connection } from './connection.ts';
import { ackDeadlineMs } from './transport.ts';
import type { Answer, Parcel } from './transport.ts';

const envelopeTypes = {
  event: 'events_api',
  command: 'slash_commands',
  interaction: 'interactive',
} as const;

function envelope(parcel: Parcel): JsonObject {
  const isEvent = parcel.kind === 'event';
  return defined({
    envelope_id: parcel.envelopeId,
    type: envelopeTypes[parcel.kind],
    accepts_response_payload: parcel.acceptsResponse,
    retry_attempt: isEvent ? parcel.attempt : undefined,
    retry_reason: isEvent ? parcel.retryReason : undefined,
    payload: parcel.payload,
  });
}

/** Sends a parcel's envelope on one connection and waits for its ack. */
export function sendOn(state: State, connection: Connection, parcel: Parcel): Promise<Answer> {
  return new Promise((resolve) => {
    const { number } = connection;
    const finish = (answer: Answer) => {
      stop();
      cancel();
      resolve(answer);
    };
    const stop = connection.onAck(parcel.envelopeId, (payload) => {
      finish({ got: 'ack', body: payload, connection: number });
    });
    const cancel = state.timers.after(ackDeadlineMs, () => {
      finish({ got: 'timeout', reason: 'timeout', connection: number });
    });
    connection.frame(JSON.stringify(envelope(parcel)));
  });
}
