import { request } from 'undici';
import type { LocalOkta } from '../okta/server.ts';

/** Whether Okta accepts, for this user, the code that the device shows now. */
export async function signInWith(
  okta: LocalOkta,
  device: { readonly user: string; code(atMs: number): string },
): Promise<boolean> {
  const user = [...okta.world.users.values()].find(
    ({ profile, status }) =>
      status === 'ACTIVE' && (profile.login === device.user || profile.email === device.user),
  );
  const factor = [...okta.world.factors.values()].find(
    (one) => one.userId === user?.id && one.factorType === 'token:hotp',
  );
  if (user === undefined || factor === undefined) return false;
  const reply = await request(`${okta.url}/api/v1/users/${user.id}/factors/${factor.id}/verify`, {
    method: 'POST',
    headers: {
      authorization: `SSWS ${okta.credential}`,
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ passCode: device.code(Date.now()) }),
  });
  await reply.body.dump();
  return reply.statusCode === 200;
}
