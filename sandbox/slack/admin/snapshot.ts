import { fileObject } from '../wire/file.ts';
import type { State } from '../state.ts';
import type { JsonObject } from '../world.ts';

/** The whole visible state as JSON: maps and sets become lists, files come without their bytes. */
export function snapshot(state: State): JsonObject {
  const { world, faults, now } = state;
  const { app } = world;
  return {
    now: now(),
    team: world.team,
    app: {
      id: app.id,
      name: app.name,
      botUserId: app.botUserId,
      botId: app.botId,
      scopes: [...app.scopes],
      events: [...app.events],
      commands: [...app.commands.keys()],
    },
    users: [...world.users.values()],
    groups: [...world.groups.values()],
    channels: [...world.channels.values()].map((channel) => ({ ...channel, members: [...channel.members] })),
    messages: Object.fromEntries(world.messages),
    ephemerals: world.ephemerals,
    files: [...world.files.values()].map((file) => {
      const { bytes, ...rest } = file;
      return { ...rest, sizeBytes: bytes.length, shown: fileObject(state, file) };
    }),
    views: [...world.views.values()],
    faults: faults.rules,
  };
}
