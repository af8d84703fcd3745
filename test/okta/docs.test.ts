import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientCalls, clientOf } from '../../sandbox/contract/client-calls.ts';
import { startOkta } from '../../sandbox/okta/server.ts';

describe('the page about Okta', () => {
  it('names every call the client makes, and no other', async () => {
    const okta = await startOkta();
    const client = clientOf(okta);
    onTestFinished(async () => {
      await client.close();
      await okta.close();
    });
    for (const { name, run } of clientCalls)
      expect([name, await run({ okta, client })]).toEqual([name, undefined]);
    const made = new Set(okta.journal.map(({ method, route }) => `${method} ${String(route)}`));
    const page = readFileSync('docs/okta.md', 'utf8');
    const named = [...page.matchAll(/^\| `([A-Z]+ [^`]+)`/gm)].map(([, call = '']) => call);
    expect(named.toSorted()).toEqual([...made].toSorted());
  });
});
