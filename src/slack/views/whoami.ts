import type { Refusal } from '../../domain/approval.ts';
import type { WhoAmI } from '../../domain/messages.ts';
import { type MessageView, section } from '../blocks.ts';
import { code, join, type Markup, mention, say } from '../markup.ts';
import { refusalMarkup } from './refusal.ts';
import { fallback, type ViewContext } from './view.ts';

/** Who the asker is to the bot, and what follows from it. */
export function whoamiView(who: WhoAmI, context: ViewContext): MessageView {
  const email =
    who.email === undefined ? say`Slack shows no e-mail address` : say`e-mail address ${code(who.email)}`;
  const okta =
    who.oktaLogin === undefined ? say`no user known in Okta` : say`Okta user ${code(who.oktaLogin)}`;
  const said = join(
    [
      say`You are ${mention(who.userId)}: ${email}, ${okta}.`,
      right(
        who.mayUse,
        say`You may use ${code(context.command)} here.`,
        say`You may not use ${code(context.command)} here.`,
      ),
      right(who.mayApprove, say`You may approve plans.`, say`You may not approve plans.`),
    ],
    '\n',
  );
  return { text: fallback(said), blocks: [section(said)] };
}

const right = (granted: true | Refusal, yes: Markup, no: Markup): Markup =>
  granted === true ? say`✅ ${yes}` : say`⛔ ${no} ${refusalMarkup(granted)}`;
