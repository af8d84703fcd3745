// docs.slack.dev/reference/methods/auth.test, …/apps.connections.open
import { method, tier } from '../method.ts';
import type { Call, Methods } from '../method.ts';
import { ok } from '../reply.ts';
import type { Reply } from '../reply.ts';

function test({ workspace, caller }: Call): Reply {
  const { team, users, app } = workspace.world;
  const isBot = caller.kind === 'bot';
  return ok({
    url: `${workspace.baseUrl}/`,
    team: team.name,
    user: users.get(caller.userId)?.name ?? '',
    team_id: team.id,
    user_id: caller.userId,
    ...(isBot ? { bot_id: app.botId } : {}),
    is_enterprise_install: false,
  });
}

export const authMethods: Methods = {
  'auth.test': method(test, { perMinute: tier.special, json: true }),
  'apps.connections.open': method(({ workspace }) => ok({ url: workspace.connectionUrl() }), {
    tokens: ['app'],
    scopes: ['connections:write'],
    json: true,
  }),
};
