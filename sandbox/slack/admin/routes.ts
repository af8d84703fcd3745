// Drives the workspace from another process: `POST /admin/people/upload` with a JSON list of arguments, and the like.
import { Buffer } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { HumanError } from '../actors.ts';
import type { Actors } from '../actors.ts';
import type { Arrived } from '../api/request.ts';
import type { Faults } from '../faults.ts';
import { jsonPage, sendPage } from '../http/body.ts';
import type { Page } from '../http/body.ts';
import type { AdminRoutes } from '../http/router.ts';
import { parseJson } from '../json.ts';
import type { ManualTime } from '../time.ts';
import type { Workspace } from '../workspace.ts';
import { acts } from './acts.ts';
import { cutSchema, faultRuleSchema } from './fault-schema.ts';
import { snapshot } from './snapshot.ts';

export interface Controls {
  readonly workspace: Workspace;
  readonly people: Actors;
  readonly faults: Faults;
  /** Present where the clock is moved by hand. */
  readonly time: ManualTime | undefined;
  readonly on: (event: 'change', listener: () => void) => () => void;
  readonly settled: () => Promise<void>;
}

type Route = (controls: Controls, body: unknown) => unknown;

const connection = z.int().min(1).exactOptional();
const cutOrder = z.object({ how: cutSchema, connection });
const frameOrder = z.object({ text: z.string(), connection });

/** What can be read and done beside the acts of people, each answered with JSON. */
export const adminRouteTable: Readonly<Record<string, Route>> = {
  'GET /admin/state': ({ workspace }) => snapshot(workspace),
  'GET /admin/journal': ({ workspace }) => workspace.journal,
  'GET /admin/deliveries': ({ workspace }) => workspace.deliveries,
  'GET /admin/faults': ({ faults }) => faults.rules,
  'POST /admin/faults': ({ faults }, body) => ({ id: faults.add(faultRuleSchema.parse(body)) }),
  'POST /admin/faults/once': ({ faults }, body) => ({ id: faults.once(faultRuleSchema.parse(body)) }),
  'DELETE /admin/faults': ({ faults }) => {
    faults.clear();
  },
  'POST /admin/cut': ({ faults }, body) => {
    const order = cutOrder.parse(body);
    faults.cut(order.how, order.connection);
  },
  'POST /admin/frame': ({ faults }, body) => {
    const order = frameOrder.parse(body);
    faults.frame(order.text, order.connection);
  },
  'POST /admin/settled': ({ settled }) => settled(),
  'POST /admin/advance': async ({ time }, body) => {
    const { ms } = z.object({ ms: z.number().min(0) }).parse(body);
    if (time === undefined) throw new HumanError('not_allowed', 'This clock is the real one.');
    await time.advance(ms);
  },
};

const isAct = (name: string): name is keyof Actors => Object.hasOwn(acts, name);

async function result(controls: Controls, arrived: Arrived): Promise<Page> {
  const { pathname } = arrived.url;
  const body = parseJson(Buffer.from(arrived.body).toString('utf8'));
  const name = pathname.slice('/admin/people/'.length);
  if (arrived.http === 'POST' && pathname.startsWith('/admin/people/') && isAct(name))
    return jsonPage(200, { ok: true, result: (await acts[name].run(controls.people, body)) ?? null });
  const route = adminRouteTable[`${arrived.http} ${pathname}`];
  if (route === undefined) return jsonPage(404, { ok: false, error: 'no_such_route' });
  return jsonPage(200, { ok: true, result: (await route(controls, body)) ?? null });
}

function refused(error: unknown): Page {
  if (error instanceof HumanError)
    return jsonPage(422, { ok: false, error: error.code, message: error.message });
  if (error instanceof z.ZodError)
    return jsonPage(400, { ok: false, error: 'bad_arguments', message: z.prettifyError(error) });
  throw error;
}

/** A page of another site must not be able to drive this one: no form can send JSON, no script may without asking. */
const isForeign = ({ http, contentType }: Arrived): boolean =>
  http !== 'GET' && !contentType.startsWith('application/json');

/** One line per change, for as long as the reader listens. */
function streamChanges({ on }: Controls, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('event: change\ndata:\n\n');
  const stop = on('change', () => {
    response.write('event: change\ndata:\n\n');
  });
  response.on('close', stop);
}

/** Answers `/admin/…`. */
export const adminRoutes =
  (controls: Controls): AdminRoutes =>
  async (arrived, response) => {
    if (arrived.http === 'GET' && arrived.url.pathname === '/admin/changes') {
      streamChanges(controls, response);
      return;
    }
    if (isForeign(arrived)) {
      sendPage(response, jsonPage(415, { ok: false, error: 'send_json' }));
      return;
    }
    sendPage(response, await result(controls, arrived).catch(refused));
  };
