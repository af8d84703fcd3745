// Every call the bot's Okta client can make, each seen to come to what it should. This one file of the sandbox knows
// the client: it is what is being tried here.
import type { NotOk, Outcome } from '../../src/domain/okta.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { OktaClient } from '../../src/okta/client.ts';
import { openOkta } from '../../src/okta/client.ts';
import { authenticatorIds, emilSecret } from '../okta/default-org.ts';
import { codeAt, type LocalOkta } from '../okta/server.ts';

/** A local org and the client that calls it. */
export interface Scene {
  readonly okta: LocalOkta;
  readonly client: OktaClient;
}

export interface ClientCall {
  readonly name: string;
  /** Makes the call; gives what is wrong with its outcome, undefined where it is as it should be. */
  readonly run: (scene: Scene) => Promise<string | undefined>;
}

const clock = {
  now: () => Date.now(),
  sleep: (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

/** The client of a local org, set up as an operator would. */
export const clientOf = (okta: LocalOkta): OktaClient =>
  openOkta({
    orgUrl: okta.url,
    credential: new Secret(okta.credential),
    authenticators: [{ id: authenticatorIds.sha1Step30 }, { id: authenticatorIds.sha256Step30Hex }],
    clock,
  });

function idOf({ okta }: Scene, login: string): string {
  const user = [...okta.world.users.values()].find(({ profile }) => profile.login === login);
  return user?.id ?? '';
}

const tokenOf = (scene: Scene, login: string): string =>
  [...scene.okta.world.factors.values()].find(
    ({ userId, factorType }) => userId === idOf(scene, login) && factorType === 'token:hotp',
  )?.id ?? '';

const isOk = (outcome: Outcome<unknown>): string | undefined =>
  outcome.kind === 'ok' ? undefined : described(outcome);

const is = (outcome: Outcome<unknown>, reason: string): string | undefined => {
  const came = outcome.kind === 'ok' ? 'ok' : described(outcome);
  return came === reason ? undefined : came;
};

const described = (outcome: NotOk): string =>
  outcome.kind === 'rejected' ? outcome.reason : `${outcome.kind}: ${outcome.why}`;

const enrol = (scene: Scene, login: string, authenticatorId: string): Promise<Outcome<unknown>> =>
  scene.client.enrol({
    userId: idOf(scene, login),
    authenticatorId,
    encoding: 'base32',
    seed: new Secret(Uint8Array.from(emilSecret, (byte) => byte + 1)),
  });

const settings = { algorithm: 'HMacSHA1', timeStep: 30, digits: 6 } as const;

/** In the order they are made: later ones need what earlier ones did. */
export const clientCalls: readonly ClientCall[] = [
  { name: 'org', run: async ({ client }) => isOk(await client.org()) },
  { name: 'authenticators', run: async ({ client }) => isOk(await client.authenticators()) },
  {
    name: 'findUsers',
    run: async ({ client }) =>
      isOk(await client.findUsers(['ana@acme.example', 'carla@acme.example', 'nobody@acme.example'])),
  },
  { name: 'users', run: async ({ client }) => isOk(await client.users({})) },
  { name: 'users by text', run: async ({ client }) => isOk(await client.users({ text: 'alex' })) },
  { name: 'user', run: async (scene) => isOk(await scene.client.user(idOf(scene, 'ana@acme.example'))) },
  { name: 'user unknown', run: async ({ client }) => is(await client.user('00uNobody'), 'not_found') },
  { name: 'roles', run: async ({ client }) => isOk(await client.roles()) },
  {
    name: 'factors',
    run: async (scene) => isOk(await scene.client.factors(idOf(scene, 'emil@acme.example'))),
  },
  {
    name: 'enrol',
    run: async (scene) => isOk(await enrol(scene, 'ben@acme.example', authenticatorIds.sha1Step30)),
  },
  {
    name: 'activations',
    run: async (scene) => isOk(await scene.client.activations(idOf(scene, 'ben@acme.example'), 0)),
  },
  {
    name: 'enrol twice',
    run: async (scene) =>
      is(await enrol(scene, 'ben@acme.example', authenticatorIds.sha1Step30), 'already_set_up'),
  },
  {
    name: 'enrol not allowed',
    run: async (scene) =>
      is(await enrol(scene, 'fatima@acme.example', authenticatorIds.retired), 'not_allowed_by_policy'),
  },
  {
    name: 'verify',
    run: async (scene) => {
      const code = codeAt(emilSecret, settings, Date.now());
      const [userId, factorId] = [idOf(scene, 'emil@acme.example'), tokenOf(scene, 'emil@acme.example')];
      return isOk(await scene.client.verify(userId, factorId, code));
    },
  },
  {
    name: 'verify wrong',
    run: async (scene) => {
      const [userId, factorId] = [idOf(scene, 'emil@acme.example'), tokenOf(scene, 'emil@acme.example')];
      // One digit more than any of its codes has.
      return is(await scene.client.verify(userId, factorId, '0000000'), 'wrong_code');
    },
  },
  {
    name: 'unenrol',
    run: async (scene) => {
      const [userId, factorId] = [idOf(scene, 'ben@acme.example'), tokenOf(scene, 'ben@acme.example')];
      const removed = await scene.client.unenrol(userId, factorId);
      return isOk(removed) ?? isOk(await scene.client.unenrol(userId, factorId));
    },
  },
  {
    name: 'refused for the rate',
    run: async (scene) => {
      scene.okta.faults.once('POST', { kind: 'rate_limited', form: 'concurrency' });
      return is(await enrol(scene, 'tom@acme.example', authenticatorIds.sha1Step30), 'retry: concurrency');
    },
  },
  {
    name: 'refused for the credential',
    run: async (scene) => {
      scene.okta.admin.revokeCredential();
      return is(await scene.client.users({}), 'credential');
    },
  },
];
