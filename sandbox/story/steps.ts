import type { Device } from '../page/devices.ts';
import type { Sandbox } from '../scene.ts';
import { defaultPlaces } from '../slack/people.ts';
import type { Message } from '../slack/world.ts';
import type { Narrator } from './narrator.ts';
import { buttonsOf, type Stage, textOf } from './stage.ts';

export interface Story {
  readonly stage: Stage;
  readonly sandbox: Sandbox;
  readonly tell: Narrator;
  readonly devices: readonly Device[];
}

/** The card that stands at this place, once it offers a button (or, without one named, nothing left to decide). */
export function nextCard(stage: Stage, index: number, offers: string | undefined): Promise<Message> {
  return stage.until(
    `card ${String(index + 1)} ${offers === undefined ? 'to be settled' : `to offer ${offers}`}`,
    () => {
      const card = stage.cards()[index];
      if (card === undefined) return undefined;
      const buttons = buttonsOf(card);
      const ready =
        offers === undefined
          ? buttons.every((id) => afterwards.has(id)) && settledWords.test(textOf(card))
          : buttons.includes(offers);
      return ready ? card : undefined;
    },
  );
}

const afterwards: ReadonlySet<string> = new Set(['batch.retry', 'batch.undo']);

const settledWords = /finished|done|rejected|withdrawn|expired|stopped|nothing/iu;

type Who = { readonly id: string; readonly realName: string };

export async function press({ tell, stage }: Story, who: Who, card: Message, action: string): Promise<void> {
  tell.act(who.realName, `presses ${action}`);
  await stage.slack.people.click(who.id, { channelId: defaultPlaces.admins, ts: card.ts }, action);
}
