/**
 * What Slack takes, written down again from docs.slack.dev/reference/block-kit and not from the code under test. A
 * block or property that is not in these tables is a problem: the bot uses no others.
 */
type Check = (value: unknown, pointer: string) => string[];

interface Shape {
  readonly [property: string]: Check;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text =
  (max: number, min = 1): Check =>
  (value, at) => {
    if (typeof value !== 'string') return [`${at}: not a string`];
    if (!value.isWellFormed()) return [`${at}: half a surrogate pair`];
    if (value.includes('\0')) return [`${at}: a NUL character`];
    if (value.length < min) return [`${at}: shorter than ${String(min)}`];
    return value.length > max ? [`${at}: ${String(value.length)} characters of ${String(max)}`] : [];
  };

const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value, at) =>
    allowed.includes(value)
      ? []
      : [`${at}: ${JSON.stringify(value)} is not one of ${JSON.stringify(allowed)}`];

const list =
  (max: number, item: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return [`${at}: not a list`];
    const size =
      value.length < 1 || value.length > max
        ? [`${at}: ${String(value.length)} items of ${String(max)}`]
        : [];
    return [...size, ...value.flatMap((one, index) => item(one, `${at}/${String(index)}`))];
  };

const object =
  (required: Shape, optional: Shape = {}): Check =>
  (value, at) => {
    if (!isObject(value)) return [`${at}: not an object`];
    const shape: Shape = { ...required, ...optional };
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    const unknown = Object.keys(value).filter((key) => shape[key] === undefined);
    return [
      ...missing.map((key) => `${at}/${key}: missing`),
      ...unknown.map((key) => `${at}/${key}: not known to Slack`),
      ...Object.entries(value).flatMap(([key, one]) => shape[key]?.(one, `${at}/${key}`) ?? []),
    ];
  };

/** An object whose `type` names its shape. */
const byType =
  (shapes: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    const type = isObject(value) && typeof value['type'] === 'string' ? value['type'] : '';
    return shapes[type]?.(value, at) ?? [`${at}: unsupported type ${JSON.stringify(type)}`];
  };

const flag = oneOf(true, false);
const id = text(255);
const plain = (max: number): Check => object({ type: oneOf('plain_text'), text: text(max) }, { emoji: flag });
const mrkdwn = (max: number): Check => object({ type: oneOf('mrkdwn'), text: text(max) }, { verbatim: flag });
const either = (max: number): Check => byType({ plain_text: plain(max), mrkdwn: mrkdwn(max) });

const confirm = object(
  { title: plain(100), text: either(300), confirm: plain(30), deny: plain(30) },
  { style: oneOf('primary', 'danger') },
);

const button = object(
  { type: oneOf('button'), text: plain(75) },
  {
    action_id: id,
    value: text(2000),
    url: text(3000),
    style: oneOf('primary', 'danger'),
    confirm,
    accessibility_label: text(75),
  },
);

const block = byType({
  header: object({ type: oneOf('header'), text: plain(150) }, { block_id: id }),
  section: object(
    { type: oneOf('section'), text: either(3000) },
    { block_id: id, fields: list(10, either(2000)), expand: flag },
  ),
  context: object(
    { type: oneOf('context'), elements: list(10, byType({ plain_text: plain(3000), mrkdwn: mrkdwn(3000) })) },
    { block_id: id },
  ),
  actions: object({ type: oneOf('actions'), elements: list(25, byType({ button })) }, { block_id: id }),
  divider: object({ type: oneOf('divider') }, { block_id: id }),
});

/** Above about 13,200 characters Slack answers `msg_blocks_too_long` (github.com/slackapi/bolt-js/issues/2509). */
const wholeMax = 12_000;

/** Everything Slack would refuse, or cut, in a message that is posted and later edited; empty when it is fine. */
export function blockKitProblems(message: {
  readonly text: string;
  readonly blocks: readonly unknown[];
}): string[] {
  const whole = JSON.stringify(message.blocks).length;
  return [
    ...text(4000)(message.text, '/text'),
    ...list(50, block)(message.blocks, '/blocks'),
    ...(whole > wholeMax ? [`/blocks: ${String(whole)} characters of ${String(wholeMax)}`] : []),
    ...repeated(idsIn(message.blocks, 'block_id')).map((one) => `/blocks: block_id ${one} twice`),
    ...message.blocks.flatMap((one) =>
      repeated(idsIn(one, 'action_id')).map((two) => `/blocks: action_id ${two} twice`),
    ),
  ];
}

/** Every value of a property, however deep. */
export function idsIn(value: unknown, property: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => idsIn(one, property));
  if (!isObject(value)) return [];
  const own = value[property];
  return [
    ...(typeof own === 'string' ? [own] : []),
    ...Object.values(value).flatMap((one) => idsIn(one, property)),
  ];
}

const repeated = (ids: readonly string[]): string[] => ids.filter((one, index) => ids.indexOf(one) !== index);

/** Every text in which Slack would look for mentions, links and entities. */
export const mrkdwnIn = (message: {
  readonly text: string;
  readonly blocks: readonly unknown[];
}): string[] => [message.text, ...mrkdwnOf(message.blocks)];

function mrkdwnOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (!isObject(value)) return [];
  if (value['type'] === 'mrkdwn' && typeof value['text'] === 'string') return [value['text']];
  return Object.values(value).flatMap(mrkdwnOf);
}

const permitted = /^(?:@[UW][A-Z0-9]+|!date\^\d+\^[^|^]+\|[^|<>]+|https?:\/\/[^|<>\s]+\|[^|<>]+)$/;
const permittedInWhispers = /^#[CG][A-Z0-9]+$/;

/**
 * What in a text Slack would act on although it must not: anything in angle brackets but a person, a date and a link,
 * and any ampersand that is not an entity (docs.slack.dev/messaging/formatting-message-text). What only one person is
 * shown may name channels too.
 */
export function activeParts(mrkdwnText: string, whispered = false): string[] {
  const parts = [...mrkdwnText.matchAll(/<([^<>]*)>/g)].map(([, inner = '']) => inner);
  const rest = mrkdwnText.replace(/<[^<>]*>/g, '');
  return [
    ...parts.filter((part) => !permitted.test(part) && !(whispered && permittedInWhispers.test(part))),
    ...[...rest.matchAll(/[<>]|&(?!amp;|lt;|gt;)[^ ]{0,5}/g)].map(([part]) => part),
  ];
}
