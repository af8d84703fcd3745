import { fingerprintGroups, type PublicKeys, type PublicOpenPgpKey } from '../../domain/keys.ts';
import { context as small, type MessageView, section } from '../blocks.ts';
import { code, join, type Markup, say } from '../markup.ts';
import { LIMIT } from '../limits.ts';
import { fallback } from './view.ts';

/** What a vendor needs to encrypt to the bot, and how to make sure that it arrived unchanged. */
export function keysView({ openpgp, age }: PublicKeys): MessageView {
  const title = say`*The bot's public keys.* Send one of them to your token vendor, and drop what comes back in the admin channel as it is: Slack then never holds a seed.`;
  const pgp = openpgp.map((key) => ({ named: named(key), armor: armor(key) }));
  const recipients = age.map((recipient) => say`age recipient ${code(recipient)}`);
  return {
    text: fallback(title, ...pgp.map((key) => key.named), ...recipients),
    blocks: [
      section(title),
      ...pgp.map((key) => section(join([key.named, key.armor], '\n'))),
      ...recipients.map(section),
      ...small(
        say`Compare the fingerprint over another way, such as the telephone. On the server, ${code('npm run keys')} prints the same.`,
      ),
    ],
  };
}

const named = ({ algorithm, fingerprint }: PublicOpenPgpKey): Markup =>
  say`OpenPGP, ${algorithm}, fingerprint ${code(fingerprintGroups(fingerprint))}`;

/** Armor as it can be copied; a key too long for a message is had on the server. */
const armor = ({ armored }: PublicOpenPgpKey): Markup =>
  armored.length + room > LIMIT.section
    ? say`It is too long to be shown here: ${code('npm run keys')} prints it on the server.`
    : { mrkdwn: `\`\`\`${armored}\`\`\`` };

/** For what stands around the armor. */
const room = 200;
