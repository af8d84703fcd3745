import { defaultPeople, defaultPlaces } from '../slack/people.ts';
import { signInWith } from './sign-in.ts';
import { textOf } from './stage.ts';
import { nextCard, press, type Story } from './steps.ts';

const { maria, tom, erin } = defaultPeople;
const channel = defaultPlaces.admins;
const enrolRoute = 'POST /api/v1/users/{userId}/factors';

/** A row fails, is tried again from its card, and in the end everything is taken back. */
export async function retryAndUndo(story: Story): Promise<void> {
  const { stage, tell, devices } = story;
  const stock = devices.find((device) => device.user === '');
  if (stock === undefined) throw new Error('good.csv has no token for stock');
  const first = stage.cards().length;
  const signsIn = (): Promise<boolean> => signInWith(stage.okta, { ...stock, user: erin.email });
  tell.scene('A row that fails is tried again, and then undone');
  stage.okta.faults.once(enrolRoute, { kind: 'refusal', code: 'E0000038' });
  tell.act('Maria', `types /token assign @erin ${stock.serial}`);
  await stage.slack.people.slash(maria.id, channel, `/token assign @erin ${stock.serial}`);
  await press(story, tom, await nextCard(stage, first, 'batch.approve'), 'batch.approve');
  const failed = await nextCard(stage, first, 'batch.retry');
  tell.show('card', textOf(failed));
  await press(story, maria, failed, 'batch.retry');
  const again = await nextCard(stage, first + 1, 'batch.approve');
  tell.show('card', textOf(again));
  tell.check(
    'the new card says which try it is, and why the first failed',
    textOf(again).includes('This is try 2'),
  );
  await press(story, tom, again, 'batch.approve');
  const enrolled = await nextCard(stage, first + 1, 'batch.undo');
  await stage.until('the first card to name the plan that followed', () =>
    stage.cards().some((card) => textOf(card).includes('Tried again')) ? true : undefined,
  );
  tell.check('Erin signs in with it', await signsIn());
  await press(story, maria, enrolled, 'batch.undo');
  const undo = await nextCard(stage, first + 2, 'batch.approve');
  tell.show('card', textOf(undo));
  tell.check('the undo warns that she has used it', textOf(undo).includes('has signed in with token'));
  await press(story, tom, undo, 'batch.approve');
  await nextCard(stage, first + 2, undefined);
  tell.check('Erin has no token any more', !(await signsIn()));
}
