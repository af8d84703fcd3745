import { request } from 'undici';
import { z } from 'zod';
import { HumanError, type Upload } from '../slack/actors.ts';
import { defaultPlaces } from '../slack/people.ts';
import { sampleBytes } from './devices.ts';
import type { Scene } from './snapshot.ts';
import type { PageAct, PageAnswer } from './state.ts';

const as = z.string();

/** Acts arrive from a browser and are checked like everything from outside. */
export const actSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upload'), as, name: z.string().min(1), base64: z.base64() }),
  z.object({ kind: z.literal('sample'), as, name: z.string() }),
  z.object({ kind: z.literal('slash'), as, line: z.string().startsWith('/') }),
  z.object({ kind: z.literal('post'), as, text: z.string().min(1), threadTs: z.string().optional() }),
  z.object({
    kind: z.literal('click'),
    as,
    ts: z.string(),
    actionId: z.string(),
    blockId: z.string().optional(),
  }),
  z.object({ kind: z.literal('submit'), as, viewId: z.string(), values: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('close'), as, viewId: z.string() }),
  z.object({ kind: z.literal('deleteFile'), as, fileId: z.string() }),
  z.object({ kind: z.literal('signIn'), userId: z.string(), factorId: z.string(), code: z.string() }),
]) satisfies z.ZodType<PageAct>;

const done = (text = ''): PageAnswer => ({ ok: true, text });
const failed = (text: string): PageAnswer => ({ ok: false, text });

/** Lets the chosen person do it, as Slack's own client would. What that client would not offer comes back as a sentence. */
export async function act(scene: Scene, what: PageAct): Promise<PageAnswer> {
  try {
    return await perform(scene, what);
  } catch (error) {
    if (error instanceof HumanError || error instanceof RangeError) return failed(error.message);
    throw error;
  }
}

function perform(scene: Scene, what: PageAct): Promise<PageAnswer> {
  switch (what.kind) {
    case 'upload':
      return drop(scene, what.as, { name: what.name, bytes: Buffer.from(what.base64, 'base64') });
    case 'sample':
      return drop(scene, what.as, { name: what.name, bytes: sampleBytes(what.name) });
    case 'slash':
      return slash(scene, what.as, what.line);
    case 'click':
      return click(scene, what);
    case 'submit':
      return submit(scene, what);
    case 'signIn':
      return signIn(scene, what);
    case 'post':
    case 'close':
    case 'deleteFile':
      return plainly(scene, what);
    default:
      throw new RangeError('no such act');
  }
}

async function drop({ slack }: Scene, userId: string, file: Upload): Promise<PageAnswer> {
  await slack.people.upload(userId, defaultPlaces.admins, file);
  return done();
}

async function click({ slack }: Scene, what: PageAct & { kind: 'click' }): Promise<PageAnswer> {
  const options = what.blockId === undefined ? {} : { blockId: what.blockId };
  const target = { channelId: defaultPlaces.admins, ts: what.ts };
  const seen = await slack.people.click(what.as, target, what.actionId, options);
  return seen.outcome === 'acked' ? done() : failed(`Slack shows a warning sign: ${seen.outcome}.`);
}

async function submit({ slack }: Scene, what: PageAct & { kind: 'submit' }): Promise<PageAnswer> {
  const seen = await slack.people.submitView(what.as, what.viewId, what.values);
  return seen.outcome === 'errors' ? failed(Object.values(seen.errors).join(' ')) : done();
}

/** What Slack's client does at once and without an answer. */
async function plainly(
  { slack }: Scene,
  what: PageAct & { kind: 'post' | 'close' | 'deleteFile' },
): Promise<PageAnswer> {
  const { people } = slack;
  if (what.kind === 'post') await people.post(what.as, defaultPlaces.admins, what.text, what.threadTs);
  else if (what.kind === 'close') await people.closeView(what.as, what.viewId);
  else await people.deleteFile(what.as, what.fileId);
  return done();
}

async function slash(scene: Scene, userId: string, line: string): Promise<PageAnswer> {
  const seen = await scene.slack.people.slash(userId, defaultPlaces.admins, line);
  return seen.outcome === 'answered'
    ? done()
    : failed(`Slackbot: ${line} failed with the error "${seen.outcome}"`);
}

/** What Okta's sign-in page does with a code: the same check, through the Factors API. */
async function signIn({ okta }: Scene, what: PageAct & { kind: 'signIn' }): Promise<PageAnswer> {
  const path = `/api/v1/users/${encodeURIComponent(what.userId)}/factors/${encodeURIComponent(what.factorId)}/verify`;
  const reply = await request(`${okta.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `SSWS ${okta.credential}`,
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ passCode: what.code }),
  });
  const body = z
    .object({ factorResult: z.string().optional(), errorSummary: z.string().optional() })
    .parse(await reply.body.json());
  return reply.statusCode === 200
    ? done('Signed in: Okta accepts the code.')
    : failed(`Okta: ${body.errorSummary ?? String(reply.statusCode)}`);
}
