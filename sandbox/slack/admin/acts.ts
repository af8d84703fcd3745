import { z } from 'zod';
import type { Actors } from '../actors.ts';
import { bytesSchema } from './fault-schema.ts';

/** One thing people do: its arguments as a JSON list, in the order of the function's parameters. */
export interface Act {
  run(people: Actors, args: unknown): Promise<unknown>;
}

const id = z.string();
const text = z.string();

const upload = z.object({
  name: text,
  bytes: bytesSchema,
  comment: text.optional(),
  threadTs: text.optional(),
});

const target = z.union([z.object({ channelId: id, ts: id }), z.object({ viewId: id })]);

const clickOptions = z.object({
  blockId: id.exactOptional(),
  confirm: z.boolean().exactOptional(),
  stale: z.boolean().exactOptional(),
  choice: z.union([text, z.array(text)]).exactOptional(),
});

const formValue = z.union([text, z.array(text), z.array(z.object({ name: text, bytes: bytesSchema }))]);

const act = <Args extends z.ZodType>(
  schema: Args,
  run: (people: Actors, args: z.output<Args>) => Promise<unknown>,
): Act => ({ run: async (people, args) => run(people, schema.parse(args)) });

const one = z.tuple([id]);
const two = z.tuple([id, id]);
const three = z.tuple([id, id, id]);

/** Every act by name. */
export const acts: Readonly<Record<keyof Actors, Act>> = {
  upload: act(z.tuple([id, id, upload]), (people, args) => people.upload(...args)),
  post: act(z.tuple([id, id, text, id.optional()]), (people, args) => people.post(...args)),
  slash: act(three, (people, args) => people.slash(...args)),
  click: act(z.tuple([id, target, id, clickOptions.optional()]), (people, args) => people.click(...args)),
  submitView: act(z.tuple([id, id, z.record(id, formValue)]), (people, args) => people.submitView(...args)),
  closeView: act(z.tuple([id, id, z.boolean().optional()]), (people, args) => people.closeView(...args)),
  deleteFile: act(two, (people, args) => people.deleteFile(...args)),
  deleteMessage: act(three, (people, args) => people.deleteMessage(...args)),
  reload: act(one, (people, args) => people.reload(...args)),
  join: act(two, (people, args) => people.join(...args)),
  leave: act(two, (people, args) => people.leave(...args)),
  invite: act(three, (people, args) => people.invite(...args)),
  remove: act(three, (people, args) => people.remove(...args)),
  setGroupMembers: act(z.tuple([id, z.array(id)]), (people, args) => people.setGroupMembers(...args)),
  deactivate: act(one, (people, args) => people.deactivate(...args)),
  shareChannelExternally: act(one, (people, args) => people.shareChannelExternally(...args)),
  archiveChannel: act(one, (people, args) => people.archiveChannel(...args)),
  revokeToken: act(z.tuple([z.enum(['bot', 'app']).optional()]), (people, args) =>
    people.revokeToken(...args),
  ),
  removeScope: act(one, (people, args) => people.removeScope(...args)),
  uninstall: act(z.tuple([]), (people) => people.uninstall()),
};
