/**
 * The only way from text to Slack's mrkdwn. A plain string put into `say` is cleaned, escaped and stripped of formatting,
 * so a view cannot forget to; what may format, link or mention is made here and has the type `Markup`.
 * docs.slack.dev/messaging/formatting-message-text
 */
export interface Markup {
  readonly mrkdwn: string;
}

const breaks = /[\t-\r\u0085\p{Z}]/gu;
// Zero-width characters make two names look alike, and bidirectional ones make a line read as something else.
const invisible = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** `text` on one line, without control, bidirectional, zero-width or broken characters. */
export const clean = (text: string): string =>
  text.toWellFormed().replace(breaks, ' ').replace(invisible, '').replace(/ {2,}/g, ' ').trim();

/** The three characters that Slack reads as the start of a mention, a link or an entity, made harmless. */
export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * `text` cleaned and escaped, at most `max` characters long (`max` of 30 or more). A cut is marked and says how many
 * characters are missing; it never splits an entity or a surrogate pair.
 */
export function fit(text: string, max: number): string {
  const cleaned = clean(text);
  const whole = cleaned.length > max ? undefined : escape(cleaned);
  if (whole !== undefined && whole.length <= max) return whole;
  const total = Array.from(cleaned).length;
  const room = max - cutMark(total).length;
  let kept = '';
  let count = 0;
  for (const character of cleaned) {
    const next = kept + escape(character);
    if (next.length > room) break;
    kept = next;
    count += 1;
  }
  return kept + cutMark(total - count);
}

const cutMark = (missing: number): string => `… (+${String(missing)} characters)`;

/** How much of a sentence stands where nothing else was asked for. */
const proseMax = 400;

/** A plain sentence: characters that Slack would read as formatting or emoji codes become look-alikes. */
export function prose(text: string, max: number = proseMax): Markup {
  const plain = text
    .replaceAll('`', "'")
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    // Inside a word an underscore is only a character, as in many logins; at its edge it starts italics.
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿')
    .replace(/:(?!\d+:)(?=[\w+'-]{1,100}:)/g, '∶');
  return { mrkdwn: fit(plain, max) };
}

/** Markup from a template: the literal parts are ours, and every string put in is treated as `prose`. */
export function say(parts: TemplateStringsArray, ...values: readonly (Markup | string | number)[]): Markup {
  return { mrkdwn: String.raw({ raw: parts }, ...values.map(mrkdwnOf)) };
}

function mrkdwnOf(value: Markup | string | number): string {
  if (typeof value === 'object') return value.mrkdwn;
  return typeof value === 'number' ? value.toLocaleString('en') : prose(value).mrkdwn;
}

/** The parts that say anything, one after another. */
export const join = (parts: readonly (Markup | undefined)[], separator: string): Markup => ({
  mrkdwn: parts
    .flatMap((part) => (part === undefined || part.mrkdwn === '' ? [] : [part.mrkdwn]))
    .join(separator),
});

/** A value shown letter by letter; nothing inside is formatted, linked or turned into an emoji. */
export function code(text: string, max = 80): Markup {
  const shown = fit(text.replaceAll('`', 'ˋ'), max);
  return shown === '' ? { mrkdwn: '(empty)' } : { mrkdwn: `\`${shown}\`` };
}

/** A person by Slack user id; anything that is not one is shown as it stands and notifies nobody. */
export function mention(userId: string): Markup {
  return /^[UW][A-Z0-9]{1,20}$/.test(userId) ? { mrkdwn: `<@${userId}>` } : code(userId);
}

/** A moment (epoch ms) in each reader's own time zone; readers without Slack's dates see it in UTC. */
export function moment(at: number): Markup {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return { mrkdwn: 'at an unknown time' };
  const utc = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { mrkdwn: `<!date^${String(Math.floor(at / 1000))}^{date_short_pretty} at {time}|${utc}>` };
}

/** `label` linked to `url`, or the label alone where the URL is missing, not http(s), or too long to be one of ours. */
export function link(url: string | undefined, label: Markup): Markup {
  const href = url === undefined ? undefined : linkable(url);
  // Slack ends the URL at the first bar, and the link at the first closing bracket.
  return href === undefined ? label : { mrkdwn: `<${href}|${label.mrkdwn.replaceAll('|', '¦')}>` };
}

const urlMax = 500;

function linkable(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return undefined;
  const href = escape(parsed.href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E'));
  return href.length <= urlMax ? href : undefined;
}
