import { onTestFinished } from 'vitest';
import { defaultPeople, defaultPlaces } from '../../sandbox/slack/people.ts';
import { setStage, type Stage } from '../../sandbox/story/stage.ts';
import { openSlackSide, type SlackSide } from '../../src/slack-side.ts';
import { type Desk, type DeskOptions, openDesk } from '../support/desk.ts';

/** A desk at which one bot after another works, while Slack, Okta and the clock go on. */
export interface Office extends Desk {
  readonly side: SlackSide;
  readonly stage: Stage;
  /** Maria drops a file; gives its id. Whether a bot hears of it is another matter. */
  drop(csv: string): Promise<string>;
}

export async function openOffice(options: DeskOptions = {}): Promise<Office> {
  const desk = await openDesk({ history: true, ...options });
  const { clock, config, log } = desk;
  const side = await openSlackSide(config, { clock, log, onFatal: () => undefined });
  onTestFinished(async () => {
    await side.connections.stop(0);
  });
  return {
    ...desk,
    side,
    stage: setStage(desk),
    async drop(csv) {
      const file = { name: 'tokens.csv', bytes: Buffer.from(csv) };
      return (await desk.slack.people.upload(defaultPeople.maria.id, defaultPlaces.admins, file)).fileId;
    },
  };
}
