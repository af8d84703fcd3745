import type { Methods } from './method.ts';
import { authMethods } from './methods/auth.ts';
import { conversationMethods } from './methods/conversations.ts';
import { editMethods } from './methods/edit.ts';
import { fileMethods } from './methods/files.ts';
import { historyMethods } from './methods/history.ts';
import { postMethods } from './methods/post.ts';
import { reactionMethods } from './methods/reactions.ts';
import { uploadMethods } from './methods/uploads.ts';
import { usergroupMethods } from './methods/usergroups.ts';
import { userMethods } from './methods/users.ts';
import { viewMethods } from './methods/views.ts';

/** Every Web API method this workspace answers; any other is `unknown_method`. */
export const methods: Methods = {
  ...authMethods,
  ...postMethods,
  ...editMethods,
  ...fileMethods,
  ...uploadMethods,
  ...userMethods,
  ...usergroupMethods,
  ...conversationMethods,
  ...historyMethods,
  ...viewMethods,
  ...reactionMethods,
};
