import { describe, expect, it } from 'vitest';
import type { Component } from '../src/health.ts';
import { componentsOf } from '../src/readiness.ts';
import type { Connections } from '../src/slack/connections.ts';
import { schemaKnown } from '../src/store/open.ts';
import { startOfTests } from './support/clock.ts';
import { temporaryStore } from './support/store.ts';

type State = ReturnType<Connections['state']>;

const connections = (given: Partial<State> = {}): Pick<Connections, 'state'> => ({
  state: () => ({
    mode: 'socket',
    connected: 2,
    wanted: 2,
    foreign: 0,
    inFlight: 0,
    lastHelloAgeMs: 0,
    lastFrameAgeMs: 0,
    ...given,
  }),
});

const failed = (components: readonly Component[]): readonly string[] =>
  components.filter(({ state }) => state === 'failed').map(({ name }) => name);

describe('the components of the bot', () => {
  const good = { connections: connections(), stopping: false, schema: schemaKnown() };

  it('are all well at first', async () => {
    const { db } = await temporaryStore();
    expect(failed(await componentsOf({ ...good, db }, startOfTests))).toEqual([]);
  });

  it.each([
    ['slack', { connections: connections({ connected: 0 }) }],
    ['process', { stopping: true }],
    ['schema', { schema: schemaKnown() + 1 }],
  ])('fail alone: %s', async (name, broken) => {
    const { db } = await temporaryStore();
    expect(failed(await componentsOf({ ...good, ...broken, db }, startOfTests))).toEqual([name]);
  });

  it('fail with the database', async () => {
    const store = await temporaryStore();
    await store.close();
    expect(failed(await componentsOf({ ...good, db: store.db }, startOfTests))).toEqual([
      'database',
      'schema',
      'messages',
    ]);
  });

  it('tell of another process with the same app token', async () => {
    const { db } = await temporaryStore();
    const seen = await componentsOf({ ...good, db, connections: connections({ foreign: 2 }) }, startOfTests);
    expect(seen.find(({ name }) => name === 'slack')?.detail).toBe(
      '2 of 2 connections (socket); 2 of another process',
    );
  });
});
