// A local Okta: an org in memory that answers, and refuses, over HTTP as Okta does.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Admin } from './admin.ts';
import { createAdmin } from './console/admin-console.ts';
import { createControl } from './console/control.ts';
import { defaultOrg } from './default-org.ts';
import { createFaultDesk } from './http/fault-desk.ts';
import type { Faults } from './faults.ts';
import type { Flags } from './flags.ts';
import type { Exchange, JournalEntry } from './journal.ts';
import { createListener } from './http/listener.ts';
import type { OrgSeed } from './org.ts';
import { defaultLimits, type Limits } from './http/rate-limits.ts';
import { seedOrg } from './console/seed-org.ts';
import { createState, worldOf, type State } from './records/state.ts';
import type { World } from './world.ts';

export { codeAt } from './codes.ts';

export interface OktaOptions {
  /** Epoch milliseconds; the machine's clock unless given. */
  readonly clock?: () => number;
  /** Decides every id and every chance. */
  readonly seed?: number;
  readonly port?: number;
  /** `defaultOrg` unless given. */
  readonly org?: OrgSeed;
  readonly flags?: Partial<Flags>;
  readonly limits?: Partial<Limits>;
  readonly latencyMs?: number;
  /** Hears of every answered request, with placeholders where secrets were. */
  readonly onExchange?: (exchange: Exchange) => void;
}

export interface LocalOkta {
  readonly url: string;
  /** The SSWS secret of the org's first credential. */
  readonly credential: string;
  readonly world: World;
  readonly admin: Admin;
  readonly faults: Faults;
  readonly journal: readonly JournalEntry[];
  /** Calls back after every request and every change; the returned function stops that. */
  on(event: 'change', listener: () => void): () => void;
  close(): Promise<void>;
}

/** Starts an Okta org on 127.0.0.1 (a free port unless one is given). */
export async function startOkta(options: OktaOptions = {}): Promise<LocalOkta> {
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  const state = stateFor(options, changed);
  const admin = createAdmin(state);
  const desk = createFaultDesk(state.ids.draw, changed);
  const journal: JournalEntry[] = [];
  const on = (_event: 'change', listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const world = worldOf(state);
  const { latencyMs = 0, onExchange } = options;
  const serveApi = createListener({ state, desk, journal, latencyMs, onExchange });
  const serveControl = createControl({ world, admin, faults: desk.faults, journal, on });
  const server = createServer((request, response) => {
    const isControl = request.url?.startsWith('/admin/') === true;
    void (isControl ? serveControl(request, response) : serveApi(request, response));
  });
  state.org.url = await listen(server, options.port ?? 0);
  const credential = seedOrg(state, admin, options.org ?? defaultOrg);
  const { url } = state.org;
  return { url, credential, world, admin, faults: desk.faults, journal, on, close: () => close(server) };
}

function stateFor(options: OktaOptions, changed: () => void): State {
  const given = options.limits ?? {};
  const limits: Limits = {
    ...defaultLimits,
    ...given,
    perMinute: { ...defaultLimits.perMinute, ...given.perMinute },
  };
  const { clock = Date.now, seed = 1, flags = {} } = options;
  return createState({ clock, seed, flags, limits, changed });
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(urlOf(server.address())));
  });
}

const urlOf = (address: AddressInfo | string | null): string =>
  typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
