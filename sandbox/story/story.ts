import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDevices, sampleBytes } from '../page/devices.ts';
import type { Sandbox } from '../scene.ts';
import { defaultPeople, defaultPlaces } from '../slack/people.ts';
import type { Message } from '../slack/world.ts';
import type { Narrator } from './narrator.ts';
import { retryAndUndo } from './second-thoughts.ts';
import { signInWith } from './sign-in.ts';
import { nextCard, press, type Story } from './steps.ts';
import { buttonsOf, setStage, type Stage, textOf } from './stage.ts';

const { maria, tom, greg, erin } = defaultPeople;
const channel = defaultPlaces.admins;

/** Plays a working day of two token admins on the sandbox, telling it and checking every step. */
export async function playStory(sandbox: Sandbox, tell: Narrator): Promise<void> {
  const story: Story = { stage: setStage(sandbox), sandbox, tell, devices: readDevices() };
  const card = await dropTheFile(story);
  await wrongPeopleApprove(story, card);
  await theOtherAdminApproves(story, card);
  await everybodySignsIn(story);
  await tooLate(story, card);
  await theFileIsDeleted(story, card);
  await aBadFile(story);
  await oneTokenByCommand(story);
  await retryAndUndo(story);
  await commandsThatGoWrong(story);
  await everyUserHasAnAnswer(story, card);
  await noSeedAnywhere(story);
}

async function dropTheFile({ stage, tell }: Story): Promise<Message> {
  tell.scene('Maria drops the vendor file');
  tell.act('Maria', 'drops good.csv into the admin channel');
  await stage.slack.people.upload(maria.id, channel, { name: 'good.csv', bytes: sampleBytes('good.csv') });
  const card = await nextCard(stage, 0, 'batch.approve');
  tell.show('card', textOf(card));
  tell.check('the card offers Approve, a first row alone, Reject and Withdraw', buttonsOf(card).length === 4);
  tell.check('nothing was enrolled before anybody approved', custom(stage).length === 1);
  return card;
}

/** Every Custom OTP factor in Okta, whoever enrolled it. */
const custom = (stage: Stage) =>
  [...stage.okta.world.factors.values()].filter((one) => one.factorType === 'token:hotp');

/** Waits for something that this person alone is shown, after `count` earlier ones. */
async function whispered(story: Story, userId: string, count: number): Promise<string> {
  const one = await story.stage.until('an answer for one person', () => story.stage.whispers(userId)[count]);
  story.tell.show('only to this person', textOf(one));
  return textOf(one);
}

async function wrongPeopleApprove(story: Story, card: Message): Promise<void> {
  story.tell.scene('Two people who may not approve try it');
  await press(story, greg, card, 'batch.approve');
  story.tell.check('a guest is refused', (await whispered(story, greg.id, 0)).includes('guest'));
  await press(story, maria, card, 'batch.approve');
  story.tell.check('so is who asked for it', (await whispered(story, maria.id, 0)).includes('somebody else'));
  story.tell.check('nothing was enrolled', custom(story.stage).length === 1);
}

async function theOtherAdminApproves(story: Story, card: Message): Promise<void> {
  story.tell.scene('Tom approves');
  await press(story, tom, card, 'batch.approve');
  const done = await nextCard(story.stage, 0, undefined);
  story.tell.show('card', textOf(done));
  const wanted = story.devices.filter((device) => device.user !== '').length;
  story.tell.check(
    `${String(wanted)} users have a new factor in Okta`,
    custom(story.stage).length === wanted + 1,
  );
  story.tell.check('no factors were reset', story.stage.okta.world.resetCalls.length === 0);
}

async function everybodySignsIn({ stage, tell, devices }: Story): Promise<void> {
  tell.scene('Everybody signs in with the code on the device');
  for (const device of devices.filter((one) => one.user !== '')) {
    tell.check(`${device.user} signs in with ${device.serial}`, await signInWith(stage.okta, device));
  }
}

async function tooLate(story: Story, card: Message): Promise<void> {
  story.tell.scene('Tom presses Approve on an old picture of the card');
  const before = custom(story.stage).length;
  const seen = story.stage.whispers(tom.id).length;
  const target = { channelId: channel, ts: card.ts };
  await story.stage.slack.people.click(tom.id, target, 'batch.approve', { stale: true });
  story.tell.check(
    'he is told that it was decided',
    (await whispered(story, tom.id, seen)).includes('already approved'),
  );
  story.tell.check('nothing is enrolled twice', custom(story.stage).length === before);
}

async function theFileIsDeleted({ stage, tell }: Story, card: Message): Promise<void> {
  tell.scene('Maria deletes the file with the seeds');
  const [file] = [...stage.slack.world.files.values()].filter((one) => one.ownerId === maria.id);
  await stage.slack.people.deleteFile(maria.id, file?.id ?? '');
  const told = await stage.until('the thread to say so', () =>
    stage.thread(card.ts).find((reply) => /`good\.csv` was deleted/u.test(textOf(reply))),
  );
  tell.show('thread', textOf(told));
  tell.check('the thread says that the file is gone', true);
}

async function aBadFile(story: Story): Promise<void> {
  const { stage, tell } = story;
  tell.scene('Maria drops a file with ten problems, and Tom rejects it');
  await stage.slack.people.upload(maria.id, channel, {
    name: 'ten-problems.csv',
    bytes: sampleBytes('ten-problems.csv'),
  });
  const card = await nextCard(stage, 1, 'batch.reject');
  tell.show('card', textOf(card));
  const before = custom(stage).length;
  await press(story, tom, card, 'batch.reject');
  tell.check(
    'the card says that it was rejected',
    /rejected/iu.test(textOf(await nextCard(stage, 1, undefined))),
  );
  tell.check('Okta did not change', custom(stage).length === before);
}

async function oneTokenByCommand(story: Story): Promise<void> {
  const { stage, tell, devices } = story;
  const stock = devices.find((device) => device.user === '');
  if (stock === undefined) throw new Error('good.csv has no token for stock');
  const last = stock.serial.slice(-6);
  tell.scene('A token from stock for Erin, and back again');
  tell.act('Maria', `types /token assign @erin ${last}`);
  await stage.slack.people.slash(maria.id, channel, `/token assign @erin ${last}`);
  const assign = await nextCard(stage, 2, 'batch.approve');
  tell.show('card', textOf(assign));
  await press(story, tom, assign, 'batch.approve');
  await nextCard(stage, 2, undefined);
  tell.check('Erin signs in with it', await signInWith(stage.okta, { ...stock, user: erin.email }));
  tell.act('Tom', 'types /token revoke @erin');
  await stage.slack.people.slash(tom.id, channel, '/token revoke @erin');
  const revoke = await nextCard(stage, 3, 'batch.approve');
  tell.show('card', textOf(revoke));
  await press(story, maria, revoke, 'batch.approve');
  await nextCard(stage, 3, undefined);
  tell.check('Erin has no token any more', !(await signInWith(stage.okta, { ...stock, user: erin.email })));
}

async function commandsThatGoWrong(story: Story): Promise<void> {
  const { stage, tell } = story;
  tell.scene('Words the bot does not know');
  const seen = await stage.slack.people.slash(maria.id, channel, '/token asign ana 1234');
  const answer = seen.outcome === 'answered' && seen.ephemeral !== undefined ? textOf(seen.ephemeral) : '';
  tell.show('only to Maria', answer);
  tell.check('the closest command is named', answer.includes('assign'));
  await stage.slack.people.slash(erin.id, defaultPlaces.general, '/token revoke @maria');
  const refused = await whispered(story, erin.id, 0);
  tell.check(
    'commands that change something work only in the admin channel',
    refused.includes('admin channel'),
  );
}

async function everyUserHasAnAnswer({ stage, tell, devices }: Story, card: Message): Promise<void> {
  tell.scene('The thread of the first card');
  const replies = (): string => stage.thread(card.ts).map(textOf).join('\n');
  await stage.until('a reply for every token', () =>
    devices.every((one) => replies().includes(one.serial)) ? true : undefined,
  );
  tell.show('thread', replies());
  tell.check('every token of the file has its reply', true);
  const names = stage
    .thread(card.ts)
    .flatMap((reply) => reply.fileIds.map((id) => stage.slack.world.files.get(id)?.name ?? ''));
  tell.check(
    'the plan and the result are attached',
    names.some((name) => name.startsWith('plan-')) && names.some((name) => name.startsWith('result-')),
  );
}

/** Seeds may be in the vendor's file, which a person dropped; and in no other place. */
async function noSeedAnywhere({ stage, sandbox, tell }: Story): Promise<void> {
  tell.scene('Looking for seeds');
  const seeds =
    sampleBytes('good.csv')
      .toString('utf8')
      .match(/\b[A-Z2-7]{32,}\b/gu) ?? [];
  const ours = [...stage.slack.world.files.values()].filter(
    (one) => one.ownerId === stage.slack.world.app.botUserId,
  );
  const database = await Promise.all(
    (await readdir(sandbox.dataDir)).map((name) => readFile(join(sandbox.dataDir, name), 'latin1')),
  );
  const places: Readonly<Record<string, string>> = {
    'what the bot said and sent to Slack': JSON.stringify(stage.slack.journal),
    'the files it uploaded': ours.map((one) => Buffer.from(one.bytes).toString('utf8')).join('\n'),
    'its log': sandbox.bot().lines.join('\n'),
    'its database': database.join('\n'),
  };
  for (const [place, text] of Object.entries(places)) {
    tell.check(
      `no seed of ${String(seeds.length)} is in ${place}`,
      seeds.length > 0 && !seeds.some((seed) => text.includes(seed)),
    );
  }
}
