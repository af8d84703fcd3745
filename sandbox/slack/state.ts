import { makeCredentials } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { defaultWorld } from './default-world.ts';
import type { Installation } from './default-world.ts';
import { makeFaultRules } from './fault-rules.ts';
import type { FaultRules } from './fault-rules.ts';
import type { Flags } from './flags.ts';
import { makeIds } from './ids.ts';
import type { Ids } from './ids.ts';
import type { Delivery, JournalEntry } from './journal.ts';
import { seededRandom } from './random.ts';
import type { Random } from './random.ts';
import { makeRates } from './rate.ts';
import type { Rates } from './rate.ts';
import { makeResponseUrls } from './response-urls.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Timers } from './time.ts';
import { makeTriggers } from './triggers.ts';
import type { Triggers } from './triggers.ts';
import type { World } from './world.ts';

/** A file between the first and the last of its three upload steps. */
export interface PendingUpload {
  readonly fileId: string;
  readonly ownerId: string;
  readonly name: string;
  readonly length: number;
  readonly path: string;
  bytes: Uint8Array | undefined;
}

/** Everything the workspace remembers. Whoever changes something that people see calls `changed`. */
export interface State {
  readonly world: World;
  readonly credentials: Credentials;
  readonly ids: Ids;
  readonly random: Random;
  readonly now: () => number;
  readonly timers: Timers;
  readonly flags: Flags;
  readonly faults: FaultRules;
  readonly rates: Rates | undefined;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly uploads: Map<string, PendingUpload>;
  readonly journal: JournalEntry[];
  readonly deliveries: Delivery[];
  readonly changed: () => void;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  baseUrl: string;
}

export interface StateOptions {
  readonly now: () => number;
  readonly timers: Timers;
  readonly seed: number;
  readonly flags: Flags;
  readonly rateLimits: boolean;
  readonly installation: Installation;
  readonly changed: () => void;
}

export function openState(options: StateOptions): State {
  const { now, timers, seed, flags, rateLimits, installation, changed } = options;
  const random = seededRandom(seed);
  const ids = makeIds(random, now);
  const world = defaultWorld(installation, ids);
  const identity = {
    appId: world.app.id,
    botUserId: world.app.botUserId,
    botScopes: world.app.scopes,
  };
  return {
    world,
    credentials: makeCredentials(ids, identity),
    ids,
    random,
    now,
    timers,
    flags,
    faults: makeFaultRules(ids, random),
    rates: rateLimits ? makeRates(now) : undefined,
    triggers: makeTriggers(ids, now),
    responseUrls: makeResponseUrls(ids, now, world.team.id),
    uploads: new Map(),
    journal: [],
    deliveries: [],
    changed,
    baseUrl: '',
  };
}
