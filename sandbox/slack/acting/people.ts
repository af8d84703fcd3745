import type { Actors } from '../actors.ts';
import type { Workspace } from '../workspace.ts';
import * as admin from './admin.ts';
import { click } from './click.ts';
import * as files from './files.ts';
import * as membership from './membership.ts';
import { closeView, submitView } from './modal.ts';
import { slash } from './slash.ts';

/** The people of a workspace. */
export function makePeople(workspace: Workspace): Actors {
  /** Does it at once; what it throws becomes a rejection, as with the acts that wait for the app. */
  const soon =
    <Args extends readonly unknown[], Result>(act: (place: Workspace, ...args: Args) => Result) =>
    (...args: Args): Promise<Result> =>
      new Promise((resolve) => {
        resolve(act(workspace, ...args));
      });
  const post = soon(files.post);
  const revokeToken = soon(admin.revokeToken);
  return {
    upload: soon(files.upload),
    post: (userId, channelId, text, threadTs) => post(userId, channelId, { text, threadTs }),
    slash: (userId, channelId, line) => slash(workspace, userId, channelId, line),
    click: (userId, target, actionId, options = {}) =>
      click(workspace, userId, target, { actionId, options }),
    submitView: (userId, viewId, values) => submitView(workspace, userId, viewId, values),
    closeView: (userId, viewId, all = false) => closeView(workspace, userId, viewId, all),
    deleteFile: soon(files.deleteFile),
    deleteMessage: soon(files.deleteMessage),
    reload: soon(files.reload),
    join: soon(membership.join),
    leave: soon(membership.leave),
    invite: soon(membership.invite),
    remove: soon(membership.remove),
    setGroupMembers: soon(admin.setGroupMembers),
    deactivate: soon(admin.deactivate),
    shareChannelExternally: soon(admin.shareChannelExternally),
    archiveChannel: soon(admin.archiveChannel),
    revokeToken: (kind = 'bot') => revokeToken(kind),
    removeScope: soon(admin.removeScope),
    uninstall: soon(admin.uninstall),
  };
}
