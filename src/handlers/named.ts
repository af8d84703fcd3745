import type { Named } from '../domain/command.ts';
import type { Workspace } from '../domain/ports.ts';

/** Whom a command names, as Okta may know him, or why nobody can be named so: a code for the audit, a sentence for the person. */
export type Reference =
  | { readonly kind: 'ok'; readonly user: string }
  | { readonly kind: 'problem'; readonly code: string; readonly sentence: string };

/**
 * A login or an e-mail address stands for itself. A mention stands for the confirmed e-mail address of that Slack
 * account: an unconfirmed one could be anybody's.
 */
export async function referenceOf(workspace: Workspace, named: Named): Promise<Reference> {
  if (named.kind === 'text') return { kind: 'ok', user: named.text };
  const seen = await workspace.person(named.slackUserId);
  if (seen.kind === 'missing')
    return problem(
      'unknown_person',
      'Slack does not know this person. Type the e-mail address or the Okta login instead.',
    );
  if (seen.kind !== 'ok')
    return problem(
      'not_verified',
      'Slack did not say who this person is. Try again in a minute, or type the e-mail address.',
    );
  const { bot, deactivated, email, emailConfirmed } = seen.value;
  if (bot) return problem('names_a_bot', 'This is a bot, and bots have no tokens. Mention a person.');
  if (email === undefined)
    return problem('no_email', 'Slack shows no e-mail address for this person. Type the Okta login instead.');
  if (!emailConfirmed && !deactivated) {
    return problem(
      'email_not_confirmed',
      'The e-mail address of this Slack account is not confirmed, so it proves nothing. Type the Okta login instead.',
    );
  }
  return { kind: 'ok', user: email };
}

const problem = (code: string, sentence: string): Reference => ({ kind: 'problem', code, sentence });
