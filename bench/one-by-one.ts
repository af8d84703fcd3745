import { Client } from 'undici';
import { z } from 'zod';
import { authenticatorIds } from '../sandbox/okta/default-org.ts';
import type { LocalOkta } from '../sandbox/okta/server.ts';
import type { Person } from './people.ts';

const user = z.object({ id: z.string() });

/**
 * The way of a desktop script: one connection; each user looked up, then enrolled, one after the other. Gives the
 * time (ms) that each person took.
 */
export async function oneByOne(okta: LocalOkta, some: readonly Person[]): Promise<readonly number[]> {
  const client = new Client(okta.url, { pipelining: 1 });
  const headers = {
    authorization: `SSWS ${okta.credential}`,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> => {
    const sent = body === undefined ? null : JSON.stringify(body);
    const reply = await client.request({ method, path, headers, body: sent });
    const value: unknown = await reply.body.json();
    if (reply.statusCode !== 200) throw new Error(`${method} ${path}: ${String(reply.statusCode)}`);
    return value;
  };
  const times: number[] = [];
  for (const { login, seed } of some) {
    const begun = performance.now();
    const { id } = user.parse(await ask('GET', `/api/v1/users/${encodeURIComponent(login)}`));
    await ask('POST', `/api/v1/users/${id}/factors?activate=true`, {
      factorType: 'token:hotp',
      provider: 'CUSTOM',
      factorProfileId: authenticatorIds.sha1Step60,
      profile: { sharedSecret: seed },
    });
    times.push(performance.now() - begun);
  }
  await client.close();
  return times;
}
