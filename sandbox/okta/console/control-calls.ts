import { z } from 'zod';
import type { Admin } from '../admin.ts';
import {
  enrollment,
  flags,
  newAuthenticator,
  newFactor,
  newUser,
  profile,
  role,
  status,
} from './control-schemas.ts';

const text = z.string();

type Call = (admin: Admin, args: unknown) => unknown;

/** Reads the arguments of one action before it is taken. */
const action =
  <T>(args: z.ZodType<T>, act: (admin: Admin, args: T) => unknown): Call =>
  (admin, given) =>
    act(admin, args.parse(given));

const calls: Readonly<Record<string, Call>> = {
  addUser: action(z.tuple([newUser]), (admin, [user]) => admin.addUser(user)),
  setProfile: action(z.tuple([text, profile]), (admin, args) => admin.setProfile(...args)),
  setStatus: action(z.tuple([text, status]), (admin, args) => admin.setStatus(...args)),
  deleteUser: action(z.tuple([text]), (admin, args) => admin.deleteUser(...args)),
  assignRole: action(z.tuple([text, role]), (admin, args) => admin.assignRole(...args)),
  removeRole: action(z.tuple([text, role]), (admin, args) => admin.removeRole(...args)),
  addFactor: action(z.tuple([text, newFactor]), (admin, args) => admin.addFactor(...args)),
  removeFactor: action(z.tuple([text]), (admin, args) => admin.removeFactor(...args)),
  resetFactors: action(z.tuple([text]), (admin, args) => admin.resetFactors(...args)),
  hideFactors: action(z.tuple([text, z.boolean()]), (admin, args) => admin.hideFactors(...args)),
  addAuthenticator: action(z.tuple([newAuthenticator]), (admin, [each]) => admin.addAuthenticator(each)),
  deactivateAuthenticator: action(z.tuple([text]), (admin, args) => admin.deactivateAuthenticator(...args)),
  activateAuthenticator: action(z.tuple([text]), (admin, args) => admin.activateAuthenticator(...args)),
  setPolicy: action(z.tuple([text, text, enrollment]), (admin, args) => admin.setPolicy(...args)),
  revokeCredential: action(z.tuple([]), (admin) => admin.revokeCredential()),
  setFlags: action(z.tuple([flags]), (admin, args) => admin.setFlags(...args)),
  setLimit: action(z.tuple([text, z.number()]), (admin, args) => admin.setLimit(...args)),
};

const request = z.strictObject({ name: z.string(), args: z.array(z.unknown()).default([]) });

/** Takes an action named by a request body `{name, args}`; throws where name or arguments are wrong. */
export function callAdmin(admin: Admin, body: unknown): unknown {
  const { name, args } = request.parse(body);
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (call === undefined) throw new Error(`no action ${name}; there are ${Object.keys(calls).join(', ')}`);
  return call(admin, args) ?? null;
}
