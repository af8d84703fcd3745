import type { State } from '../state.ts';
import type { Message } from '../world.ts';

export const findMessage = (state: State, channelId: string, ts: string): Message | undefined =>
  state.world.messages.get(channelId)?.find((message) => message.ts === ts);
