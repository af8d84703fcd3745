// The bot as a process of its own between the local Slack and the local Okta, and what people do with it.
import { setTimeout as timer } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/scene.ts';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import type { Message } from '../../sandbox/slack/world.ts';
import { approve } from '../../sandbox/story/approve.ts';
import { buttonsOf, setStage, type Stage, textOf } from '../../sandbox/story/stage.ts';
import { type VendorToken, vendorFile } from './vendor.ts';

/** What people do with a bot happens here, however the bot was started. */
export interface Scene extends Pick<Sandbox, 'slack' | 'okta' | 'dataDir'> {
  readonly stage: Stage;
}

export interface Desk extends Sandbox, Scene {
  /** Every line that any of the bots of this test printed. */
  readonly lines: readonly string[];
  /** Waits until this has been printed so many times, once unless told otherwise. */
  heard(text: string, times?: number): Promise<void>;
}

/** Okta so generous that its limits play no part, and quick enough for large files. */
export const generousOkta = {
  limits: { principalShare: 1, perMinute: { '/api/v1': 60_000, '/api/v1/users': 60_000 } },
  latencyMs: 5,
} as const;

/** Starts everything for one test and ends it with the test; the bot's last words are shown when the test fails. */
export async function openDesk(test: TestContext, options: SandboxOptions = {}): Promise<Desk> {
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const sandbox = await startSandbox({
    ...options,
    env: { APPROVAL_POLICY: 'confirm', ...options.env },
    onLine(line) {
      lines.push(line);
      for (const listener of listeners) listener();
    },
  });
  const heard = (text: string, times = 1): Promise<void> => {
    const found = Promise.withResolvers<undefined>();
    const look = (): void => {
      if (lines.filter((line) => line.includes(text)).length >= times) found.resolve(undefined);
    };
    listeners.add(look);
    look();
    return within(30_000, `waiting for "${text}"`, found.promise).finally(() => listeners.delete(look));
  };
  test.onTestFailed(() => {
    process.stderr.write(`the bot’s last words:\n${lines.slice(-20).join('\n')}\n`);
  });
  test.onTestFinished(async () => {
    await sandbox.close();
  });
  return { ...sandbox, stage: setStage(sandbox), lines, heard };
}

/** Makes the tokens' users, as their company's directory would have. */
export function employ(scene: Scene, tokens: readonly VendorToken[]): void {
  for (const { user } of tokens) scene.okta.admin.addUser({ email: user });
}

/** Maria drops the vendor's file; gives its card as soon as it can be approved. */
export async function dropFile(scene: Scene, tokens: readonly VendorToken[]): Promise<Message> {
  const before = scene.stage.cards().length;
  await scene.slack.people.upload(defaultPeople.maria.id, defaultPlaces.admins, {
    name: 'vendor.csv',
    bytes: vendorFile(tokens),
  });
  return scene.stage.until('a card to approve', () => approvable(scene.stage.cards()[before]), 60_000);
}

const approvable = (card: Message | undefined): Message | undefined =>
  card !== undefined && buttonsOf(card).includes('batch.approve') ? card : undefined;

/** Presses a button of the card; Approve is carried through, with the number typed where a form asks for it. */
export async function press(scene: Scene, card: Message, button: string): Promise<void> {
  if (button === 'batch.approve') {
    await approve(scene.stage, defaultPeople.maria.id, card);
    return;
  }
  const seen = await scene.slack.people.click(
    defaultPeople.maria.id,
    { channelId: defaultPlaces.admins, ts: card.ts },
    button,
  );
  if (seen.outcome !== 'acked') throw new Error(`${button} was not acknowledged: ${seen.outcome}`);
}

/** The Custom OTP factors that Okta holds for these tokens' users. */
export function factorsOf(
  { okta }: Scene,
  tokens: readonly VendorToken[],
): readonly { readonly id: string; readonly userId: string; readonly secret: Uint8Array | undefined }[] {
  const users = new Set(tokens.map(({ user }) => user));
  return [...okta.world.factors.values()]
    .filter(({ userId, factorType }) => {
      const login = okta.world.users.get(userId)?.profile.login ?? '';
      return factorType === 'token:hotp' && users.has(login);
    })
    .map(({ id, userId }) => ({ id, userId, secret: okta.world.secretOf(id) }));
}

/** Waits until Okta holds at least so many factors of these tokens. */
export async function enrolled(scene: Scene, tokens: readonly VendorToken[], count: number): Promise<void> {
  await scene.stage.until(
    `${String(count)} factors in Okta`,
    () => (factorsOf(scene, tokens).length >= count ? true : undefined),
    60_000,
  );
}

/** Waits until the card says how the batch ended, and gives all it says. */
export const ended = (scene: Scene, card: Message, withinMs = 30_000): Promise<string> =>
  scene.stage.until(
    'the end of the batch',
    () => {
      const text = textOf(scene.stage.cards().find(({ ts }) => ts === card.ts) ?? card);
      return /^(?:🟢|🟠|🔴)/u.test(text) ? text : undefined;
    },
    withinMs,
  );

/** Settles as `work` does, or rejects when it takes too long. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const decided = new AbortController();
  const late = timer(ms, undefined, { signal: decided.signal }).then(() => {
    throw new Error(`${what} took longer than ${String(ms)} ms`);
  });
  late.catch(() => undefined);
  return Promise.race([work, late]).finally(() => decided.abort());
}
