import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runContract } from '../../../sandbox/contract/run.ts';
import { specFile } from './small-spec.ts';

/** The operations the client uses, saying nothing about bodies but what an enrolment may hold. */
const clientSpec = (profile = 'sharedSecret: { type: string }', userId = 'type: string'): string => `
openapi: 3.0.3
info: { title: What the client uses, version: '1' }
paths:
  /.well-known/okta-organization: { get: ${answer()} }
  /api/v1/authenticators: { get: ${answer()} }
  /api/v1/authenticators/{authenticatorId}/methods/{methodType}: { get: ${answer()} }
  /api/v1/logs:
    get:
      parameters: [${['since', 'until', 'filter', 'q', 'sortOrder', 'limit', 'after'].map((name) => `{ in: query, name: ${name}, schema: {} }`).join(', ')}]
      responses: { '200': { content: { application/json: { schema: { type: array, items: {} } } } } }
  /api/v1/users:
    get:
      parameters: [${['search', 'limit', 'after'].map((name) => `{ in: query, name: ${name}, schema: {} }`).join(', ')}]
      responses: { '200': { content: { application/json: { schema: { type: array, items: ${user(userId)} } } } } }
  /api/v1/users/{id}: { get: ${answer()} }
  /api/v1/users/{userId}/roles: { get: ${answer()} }
  /api/v1/users/{userId}/factors:
    get: ${answer()}
    post:
      parameters: [{ in: query, name: activate, schema: { type: boolean } }]
      requestBody: { content: { application/json: { schema: { type: object, properties: {
        factorType: {}, provider: {}, factorProfileId: {}, profile: { type: object, properties: { ${profile} } } } } } } }
      responses: { '200': { content: { application/json: { schema: {} } } } }
  /api/v1/users/{userId}/factors/{factorId}: { delete: { responses: { '204': { description: gone } } } }
  /api/v1/users/{userId}/factors/{factorId}/verify:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { passCode: {} } } } } }
      responses: { '200': { content: { application/json: { schema: {} } } } }
components: { schemas: { Error: { type: object } } }
`;

const answer = (): string => `{ responses: { '200': { content: { application/json: { schema: {} } } } } }`;

const user = (id: string): string => `{ type: object, properties: { id: { ${id} } } }`;

async function contract(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly lines: string[] }> {
  const lines: string[] = [];
  const code = await runContract(args, (line) => lines.push(line));
  return { code, lines };
}

describe('the contract command', () => {
  it('makes every call of the client, says that each is as specified, and where the document comes from', async () => {
    const { code, lines } = await contract(specFile(clientSpec()));
    expect(lines.filter((line) => line.includes('deviation'))).toEqual(['36 calls, 0 with deviations']);
    expect(code).toBe(0);
    expect(lines.at(-1)).toContain('github.com/okta/okta-management-openapi-spec');
  });

  it('shows what the client sends beyond the specification', async () => {
    const { code, lines } = await contract(specFile(clientSpec('other: {}')));
    expect(code).toBe(1);
    expect(lines).toContain('  deviation enrol (1 requests)');
    expect(lines).toContain(
      '    request POST /api/v1/users/{userId}/factors at /profile: undeclared property "sharedSecret"',
    );
  });

  it('shows what is answered otherwise than specified', async () => {
    const { code, lines } = await contract(specFile(clientSpec(undefined, 'type: integer')));
    expect(code).toBe(1);
    expect(lines).toContain('    response GET /api/v1/users 200 at /0/id: must be integer');
  });

  it('shows calls the specification does not have', async () => {
    const { code, lines } = await contract(specFile('openapi: 3.0.3\npaths: {}\ncomponents: {}\n'));
    expect(code).toBe(1);
    expect(lines.at(-2)).toMatch(/^36 calls, 36 with deviations$/);
  });

  it.each([[[]], [['one.yaml', 'two.yaml']]])('explains itself when called with %j', async (args) => {
    const { code, lines } = await contract(...args);
    expect(code).toBe(64);
    expect(lines[0]).toBe('usage: npm run contract -- <openapi.yaml>');
  });

  it.each([
    ['does not exist', () => 'no-such-file.yaml'],
    ['is no YAML', () => specFile('a: [')],
    ['is another kind of document', () => specFile('swagger: "2.0"\npaths: {}\n')],
  ])('refuses a file that %s', async (_what, path) => {
    expect((await contract(path())).code).toBe(66);
  });

  it('ends with that code as a program', async () => {
    const code = await new Promise((resolve) => {
      execFile(process.execPath, ['sandbox/contract/main.ts'], (error) => resolve(error?.code));
    });
    expect(code).toBe(64);
  });
});
