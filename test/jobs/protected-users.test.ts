import { describe, expect, it } from 'vitest';
import type { RoleType } from '../../sandbox/okta/world.ts';
import { enrolRoute, requestsOn } from '../support/okta-truth.ts';
import { devicesFor } from '../support/vendor.ts';
import { cardSays, dropped, outcomes, planned, states } from './planned.ts';

const devices = devicesFor('ana@acme.example', 'ben@acme.example');

const everyRole: Readonly<Record<RoleType, null>> = {
  SUPER_ADMIN: null,
  ORG_ADMIN: null,
  APP_ADMIN: null,
  USER_ADMIN: null,
  HELP_DESK_ADMIN: null,
  READ_ONLY_ADMIN: null,
  REPORT_ADMIN: null,
  GROUP_MEMBERSHIP_ADMIN: null,
  API_ACCESS_MANAGEMENT_ADMIN: null,
  MOBILE_ADMIN: null,
  WORKFLOWS_ADMIN: null,
  ACCESS_CERTIFICATIONS_ADMIN: null,
  ACCESS_REQUESTS_ADMIN: null,
  CUSTOM: null,
};

const roles = Object.keys(everyRole).filter((role): role is RoleType => role in everyRole);
const grants = roles.flatMap((role) => [[role, 'USER'] as const, [role, 'GROUP'] as const]);

it.each(grants)('leaves out a user with the role %s, assigned by %s', async (role, by) => {
  const work = await dropped(devices, ({ okta }) => {
    okta.admin.assignRole('ana@acme.example', role, by);
  });
  await work.batch('awaiting_approval');
  expect((await work.rows()).map(({ verdict }) => verdict)).toEqual(['user_protected', 'enroll']);
});

describe('an administrator', () => {
  it('is named on the card with the reason, and nothing of him is asked of Okta after an approval', async () => {
    const work = await dropped(devices, ({ okta }) => {
      okta.admin.assignRole('ana@acme.example', 'HELP_DESK_ADMIN');
    });
    await work.batch('awaiting_approval');
    await cardSays(work, 'administrator role in Okta');
    await work.decide('approve');
    await work.batch('finished');
    expect(requestsOn(work.okta, enrolRoute)).toHaveLength(1);
  });

  it('since the approval is left alone as well', async () => {
    const work = await planned(devices);
    await work.stop();
    await work.decide('approve');
    work.okta.admin.assignRole('ana@acme.example', 'CUSTOM', 'GROUP');
    work.start();
    await work.batch('finished');
    expect(await states(work)).toEqual(['failed', 'enrolled']);
    expect((await outcomes(work))[0]).toContain('administrator role in Okta since the plan');
  });

  it('keeps his token where a command would take it', async () => {
    const work = await dropped(devices);
    await work.batch('awaiting_approval');
    work.okta.admin.assignRole('emil@acme.example', 'READ_ONLY_ADMIN');
    await work.clock.pass(61_000);
    await work.ask('revoke', 'emil@acme.example');
    await work.batch('discarded');
    expect((await work.rows()).map(({ verdict }) => verdict)).toEqual(['user_protected']);
  });
});

it('says on the card where Okta does not show who is an administrator', async () => {
  const work = await dropped(devices, ({ okta }) => {
    okta.faults.add({
      route: 'GET /api/v1/iam/assignees/users',
      fault: { kind: 'refusal', code: 'E0000006' },
    });
  });
  await work.batch('awaiting_approval');
  await cardSays(work, 'okta.roles.read');
  expect((await work.rows()).map(({ verdict }) => verdict)).toEqual(['enroll', 'enroll']);
});

it('waits while Okta cannot be asked who is an administrator', async () => {
  const work = await dropped(devices, ({ okta }) => {
    okta.faults.add({
      route: 'GET /api/v1/iam/assignees/users',
      fault: { kind: 'refusal', code: 'E0000009' },
      times: 2,
    });
  });
  await work.batch('awaiting_approval');
  expect((await work.rows()).map(({ verdict }) => verdict)).toEqual(['enroll', 'enroll']);
});
