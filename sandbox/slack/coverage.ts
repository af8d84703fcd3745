// What of Slack this workspace imitates, and which test holds it to that. A test compares it with what is registered.
import type { Actors } from './actors.ts';
import type { Cut, FaultKinds, Place } from './faults.ts';

export interface Covered {
  /** `partial` and `not_built` say in the note what is missing, and why. */
  readonly status: 'built' | 'partial' | 'not_built';
  /** A file of `test/sandbox/slack`, without its ending; none for what is not built. */
  readonly testedBy: string;
  readonly note: string;
}

const built = (testedBy: string, note = ''): Covered => ({ status: 'built', testedBy, note });
const partial = (testedBy: string, note: string): Covered => ({ status: 'partial', testedBy, note });
const notBuilt = (note: string): Covered => ({ status: 'not_built', testedBy: '', note });

/** Web API methods; every other is answered with `unknown_method`. */
export const methodCoverage: Readonly<Record<string, Covered>> = {
  'auth.test': built('tokens'),
  'apps.connections.open': built('sockets'),
  'chat.postMessage': partial('messages', 'no unfurling, no link_names, no parse, no username or icon'),
  'chat.update': partial('messages', 'no file_ids, no reply_broadcast of an old reply'),
  'chat.delete': built('messages'),
  'chat.postEphemeral': built('messages'),
  'chat.getPermalink': built('messages'),
  'files.info': partial('files', 'no comments'),
  'files.list': built('files'),
  'files.delete': built('files'),
  'files.getUploadURLExternal': built('uploads'),
  'files.completeUploadExternal': partial('uploads', 'no blocks, username or icon beside the file'),
  'users.info': built('directory'),
  'users.list': built('directory'),
  'users.lookupByEmail': built('directory'),
  'usergroups.list': built('directory'),
  'usergroups.users.list': built('directory'),
  'conversations.info': built('directory'),
  'conversations.members': built('directory'),
  'conversations.open': partial('directory', 'no group conversations'),
  'conversations.history': built('messages'),
  'conversations.replies': built('messages'),
  'views.open': built('views'),
  'views.update': built('views'),
  'views.push': built('views'),
  'reactions.add': built('messages'),
};

/** What people can do. */
export const actorCoverage: Readonly<Record<keyof Actors, Covered>> = {
  upload: built('files'),
  post: built('messages'),
  slash: built('slash'),
  click: partial('clicks', 'a message’s state holds only the control that was used'),
  submitView: built('modals'),
  closeView: built('views'),
  deleteFile: built('files'),
  deleteMessage: built('events'),
  reload: built('messages'),
  join: built('people'),
  leave: built('events'),
  invite: built('people'),
  remove: built('people'),
  setGroupMembers: built('people'),
  deactivate: built('tokens'),
  shareChannelExternally: built('directory'),
  archiveChannel: built('messages'),
  revokeToken: built('tokens'),
  removeScope: built('tokens'),
  uninstall: built('tokens'),
};

/** What another process can read and do, beside `POST /admin/people/<act>` and `GET /admin/changes`. */
export const routeCoverage: Readonly<Record<string, Covered>> = {
  'GET /admin/state': built('admin'),
  'GET /admin/journal': built('admin'),
  'GET /admin/deliveries': built('admin'),
  'GET /admin/faults': built('admin'),
  'POST /admin/faults': built('admin'),
  'POST /admin/faults/once': built('admin'),
  'DELETE /admin/faults': built('admin'),
  'POST /admin/cut': built('admin'),
  'POST /admin/frame': built('admin'),
  'POST /admin/settled': built('admin'),
  'POST /admin/advance': built('admin'),
};

/** Failures on demand, by place. */
export const faultCoverage: {
  readonly [At in Place]: Readonly<Record<FaultKinds[At]['do'], Covered>>;
} = {
  api: {
    rate_limited: built('faults'),
    html: built('faults'),
    bad_json: built('faults'),
    reset: built('faults'),
    slow: built('faults'),
    error: built('faults', 'also for codes of apps.connections.open and for ratelimited with status 200'),
  },
  socket: {
    no_hello: built('sockets'),
    late_hello: built('sockets'),
    no_pong: built('sockets'),
    no_ping: built('sockets'),
    lingering_close: built('sockets'),
  },
  event: { duplicate: built('events'), delay: built('events'), lose: built('events') },
  interaction: { forge: built('faults'), duplicate: built('faults') },
  file_info: { late_shares: built('faults'), stub: built('faults') },
  download: {
    truncated: built('faults'),
    wrong_length: built('faults'),
    gzip_bomb: built('faults'),
    body: built('faults', 'also for byte order marks, UTF-16 and what Excel does to serials'),
    redirect: built('faults'),
    login_page: built('faults'),
    deleted_first: built('faults'),
  },
  upload: { status: built('faults') },
  share: { unshared: built('faults') },
  response_url: { used_url: built('faults'), expired_url: built('faults') },
};

export const cutCoverage: Readonly<Record<Cut, Covered>> = {
  warning: built('sockets'),
  refresh_requested: built('sockets'),
  link_disabled: built('sockets'),
  too_many_websockets: built('sockets'),
  close: built('sockets'),
  reset: built('sockets'),
};

/** Rules that belong to no single method. */
export const behaviourCoverage: Readonly<Record<string, Covered>> = {
  'token kinds, scopes, arguments and content types': built('requests'),
  'rates per method and per channel': built('rates', 'bursts are a flag: Slack does not publish them'),
  'Block Kit': partial(
    'blocks',
    'an initial option is not compared with the options; the wording of less common complaints follows Slack’s validator',
  ),
  views: partial('view-blocks', 'home tabs are checked but cannot be published'),
  'Socket Mode': built('sockets'),
  'signed HTTP': partial('http-delivery', 'redirects are not followed, ssl_check is never sent'),
  'an unmodified Bolt app': built('bolt'),
  'events: subscription, scope, membership': partial(
    'events',
    'only file, message, membership, group, user, channel and installation events',
  ),
  'retries and duplicates': built('events'),
  response_url: built('slash'),
  'forms as the client checks them': built('modals'),
  'the same world for the same seed': built('workspace'),
  'admin routes': built('admin'),
  'an installation read from a manifest': built('workspace'),
  'two approvers in one millisecond': built('clicks', 'with a clock that stands still'),
  'a click on a message that has changed': built('clicks', 'the option `stale`'),
  'a channel shared, archived or left in the middle of it': built('messages', 'acts of people'),
  'a message or a thread’s parent deleted in the middle of it': built(
    'messages',
    'also a flag: danglingThread',
  ),
  'delayed events and a subscription switched off by failures': notBuilt('need hours of failing traffic'),
  'app_rate_limited after 30,000 deliveries': notBuilt('send the frame itself with `faults.frame`'),
  'the app killed between two steps': notBuilt('belongs to whoever starts the app'),
  'emoji names, link unfurling and rich_text made from text': notBuilt('nothing depends on them'),
  'Enterprise Grid and Slack Connect’s other side': notBuilt('one workspace only'),
  'shortcuts, external menus and home tabs': notBuilt('the app has none'),
};
