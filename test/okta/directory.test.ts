import { describe, expect, it } from 'vitest';
import type { OktaUser } from '../../src/domain/okta.ts';
import { createDirectory } from '../../src/okta/directory.ts';

let made = 0;
function user(login: string, given: Partial<OktaUser> = {}): OktaUser {
  made += 1;
  return { id: `00u${String(made)}`, login, email: login, name: login, status: 'ACTIVE', ...given };
}

function directoryOf(...users: readonly OktaUser[]): ReturnType<typeof createDirectory> {
  const directory = createDirectory();
  directory.add(users);
  return directory;
}

describe('whom a reference stands for', () => {
  it('is the owner of a login, whatever the case', () => {
    const ana = user('Ana@Acme.example');
    expect(directoryOf(ana).match(' aNA@acme.EXAMPLE')).toEqual({ kind: 'found', user: ana, by: 'login' });
  });

  it('is the owner of an address when nobody has it as a login', () => {
    const carla = user('cmendes@corp.example', { email: 'carla@acme.example' });
    expect(directoryOf(carla).match('carla@acme.example')).toEqual({
      kind: 'found',
      user: carla,
      by: 'email',
    });
  });

  it('is the owner of the login even if others receive mail there', () => {
    const ana = user('ana@acme.example');
    const other = user('other@acme.example', { email: 'ana@acme.example' });
    expect(directoryOf(other, ana).match('ana@acme.example')).toMatchObject({ user: ana, by: 'login' });
  });

  it.each(['SUSPENDED', 'DEPROVISIONED'])('is told apart when %s', (status) => {
    const sam = user('sam@acme.example', { status });
    expect(directoryOf(sam).match('sam@acme.example')).toEqual({ kind: 'inactive', user: sam });
  });

  it.each(['STAGED', 'PROVISIONED', 'PASSWORD_EXPIRED', 'RECOVERY', 'LOCKED_OUT', 'SOMETHING_NEW'])(
    'is found when %s',
    (status) => {
      expect(directoryOf(user('a@acme.example', { status })).match('a@acme.example').kind).toBe('found');
    },
  );

  it('is ambiguous when two people share an address', () => {
    const kim = user('kim@acme.example', { email: 'alex@acme.example' });
    const king = user('king@acme.example', { email: 'ALEX@acme.example' });
    const match = directoryOf(kim, king).match('alex@acme.example');
    expect(match).toEqual({ kind: 'ambiguous', users: [kim, king] });
  });

  it('passes over somebody who left', () => {
    const left = user('old@acme.example', { email: 'ben@acme.example', status: 'DEPROVISIONED' });
    const ben = user('b.baker@acme.example', { email: 'ben@acme.example' });
    expect(directoryOf(left, ben).match('ben@acme.example')).toEqual({
      kind: 'found',
      user: ben,
      by: 'email',
    });
  });

  it('passes over somebody who left and had it as a login', () => {
    const left = user('ben@acme.example', { status: 'DEPROVISIONED' });
    const ben = user('b.baker@acme.example', { email: 'ben@acme.example' });
    expect(directoryOf(left, ben).match('ben@acme.example')).toMatchObject({ kind: 'found', user: ben });
  });

  it('is ambiguous when one of two is suspended, since that one may return', () => {
    const sam = user('sam@acme.example', { status: 'SUSPENDED' });
    const other = user('s.silva@acme.example', { email: 'sam@acme.example' });
    expect(directoryOf(sam, other).match('sam@acme.example').kind).toBe('ambiguous');
  });

  it('is inactive when everybody with the address has left', () => {
    const gone = ['one', 'two'].map((login) =>
      user(login, { email: 'ex@acme.example', status: 'DEPROVISIONED' }),
    );
    expect(directoryOf(...gone).match('ex@acme.example').kind).toBe('inactive');
  });

  it('is nobody for a part of a login', () => {
    expect(directoryOf(user('ana@acme.example')).match('ana')).toEqual({ kind: 'missing' });
  });

  it('counts a user once however often Okta listed it', () => {
    const carla = user('c@acme.example', { email: 'carla@acme.example' });
    expect(directoryOf(carla, { ...carla }).match('carla@acme.example').kind).toBe('found');
  });
});
