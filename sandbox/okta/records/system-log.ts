import type { Principal } from '../access/principals.ts';
import type { State } from './state.ts';
import type { FactorRecord, LogRecord, UserRecord } from '../world.ts';

export interface Happening {
  readonly eventType: string;
  readonly displayMessage: string;
  readonly user?: UserRecord | undefined;
  readonly factor?: FactorRecord | undefined;
  readonly failure?: string;
  readonly reason?: string;
}

/** Who did it and in which request; an admin at the console has no request of the API. */
export interface Doer {
  readonly principal: Pick<Principal, 'id' | 'kind' | 'name' | 'ownerId'>;
  readonly requestId: string;
}

/** Writes an event; readers see it after `flags.logDelayMs`. */
export function writeLog(state: State, doer: Doer, happening: Happening): void {
  const { principal } = doer;
  const published = state.now();
  const record: LogRecord = {
    uuid: state.ids.uuid(),
    eventType: happening.eventType,
    displayMessage: happening.displayMessage,
    published,
    visibleAt: published + state.flags.logDelayMs,
    ...outcomeOf(happening),
    requestId: doer.requestId,
    actor: actorOf(principal),
    credentialId: principal.kind === 'credential' ? principal.id : null,
    userId: happening.user?.id ?? null,
    factorId: happening.factor?.id ?? null,
    factorType: happening.factor?.factorType ?? null,
  };
  state.log.push(record);
}

function outcomeOf({ failure, reason }: Happening): Pick<LogRecord, 'result' | 'reason'> {
  return failure === undefined
    ? { result: 'SUCCESS', reason: reason ?? null }
    : { result: 'FAILURE', reason: failure };
}

const actorOf = ({ kind, id, ownerId, name }: Doer['principal']): LogRecord['actor'] =>
  kind === 'client'
    ? { id, type: 'PublicClientApp', name }
    : { id: ownerId ?? 'unknown', type: 'User', name };
