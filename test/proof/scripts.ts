import { authenticatorIds } from '../../sandbox/okta/default-org.ts';
import type { Fault } from '../../sandbox/okta/faults.ts';
import { enrolRoute, removeRoute } from '../support/okta-truth.ts';
import type { Office } from './office.ts';
import { people, type Script } from './script.ts';

const [ana = '', ben = ''] = people;

/** The n-th requests on a route meet these faults, one each; a request beyond them meets none. */
const oneByOne =
  (route: string, faults: readonly Fault[]) =>
  ({ okta }: Office): void => {
    for (const [index, fault] of faults.entries()) okta.faults.add({ route, fault, nth: index + 1 });
  };

const lost: Fault = { kind: 'lose_reply', how: 'reset' };

const giveFactor = ({ okta }: Office): void => {
  okta.admin.addFactor(ana, { authenticatorId: authenticatorIds.sha1Step30, secret: Buffer.alloc(20, 1) });
};

/** What Okta and the network do on the day on which the bot is killed. */
export const oktaScripts: readonly Script[] = [
  { name: 'answers are lost after Okta did its work', faults: oneByOne(enrolRoute, [lost, lost]) },
  {
    name: 'Okta refuses for its rate and fails, before and after it did its work',
    faults: oneByOne(enrolRoute, [
      { kind: 'rate_limited', form: 'window' },
      { kind: 'error', status: 500, when: 'after' },
      { kind: 'error', status: 500, when: 'before' },
      { kind: 'rate_limited', form: 'concurrency' },
    ]),
    mayNeedReview: true,
  },
  {
    name: 'Okta hides a factor whose answer was lost',
    faults(office) {
      office.okta.admin.hideFactors(ben);
      office.okta.faults.add({ route: enrolRoute, fault: lost });
    },
    mayNeedReview: true,
  },
  { name: 'what the dead one had sent comes late to Okta', lateMs: 25_000 },
];

/** What people, Slack and the next bot do. */
export const peopleScripts: readonly Script[] = [
  { name: 'nothing goes wrong' },
  { name: 'everything is delivered twice', twice: true },
  {
    name: 'Slack loses answers and is away for a while',
    faults({ slack }) {
      slack.faults.add({
        at: 'api',
        fault: { do: 'reset', when: 'after' },
        match: 'chat.postMessage',
        nth: [1, 3],
      });
      slack.faults.add({
        at: 'api',
        fault: { do: 'html', status: 503, when: 'before' },
        match: 'chat.update',
        times: 3,
      });
      slack.faults.add({
        at: 'api',
        fault: { do: 'html', status: 503, when: 'after' },
        match: 'chat.postMessage',
        nth: [5, 6],
      });
    },
  },
  { name: 'the next one dies as well', again: true },
  {
    name: 'a token is taken back, and the answer is lost',
    revoke: true,
    faults(office) {
      giveFactor(office);
      oneByOne(removeRoute, [lost])(office);
    },
  },
];
