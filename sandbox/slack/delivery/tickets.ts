import type { State } from '../state.ts';

/** What makes a WebSocket address good for one connection and not for long. */
export interface Tickets {
  issue(): string;
  /** Whether the ticket was still good; it is not afterwards. */
  spend(ticket: string): boolean;
}

export function makeTickets(state: State): Tickets {
  const tickets = new Map<string, number>();
  return {
    issue() {
      const ticket = state.ids.uuid();
      tickets.set(ticket, state.now() + state.flags.ticketTtlMs);
      return ticket;
    },
    spend(ticket) {
      const until = tickets.get(ticket);
      tickets.delete(ticket);
      return until !== undefined && state.now() <= until;
    },
  };
}
