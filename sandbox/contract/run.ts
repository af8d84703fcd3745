import type { Flags } from '../okta/flags.ts';
import type { Exchange } from '../okta/journal.ts';
import { startOkta } from '../okta/server.ts';
import { clientCalls, clientOf } from './client-calls.ts';
import { loadSpec, type Node } from './document.ts';
import { checkExchanges, type ContractReport } from './exchanges.ts';
import { createValidator, type Validator } from './openapi.ts';

/** Takes finished lines without their line break. */
export type Write = (line: string) => void;

const publisher =
  'Okta publishes its specification at github.com/okta/okta-management-openapi-spec, folder dist/current (management-minimal.yaml).';

const usage = ['usage: npm run contract -- <openapi.yaml>', publisher];

/** Exit codes as sysexits.h names them: EX_USAGE and EX_NOINPUT. */
const exit = { ok: 0, deviation: 1, usage: 64, noInput: 66 } as const;

/** What documentation leaves open is tried both ways. */
const orgs: readonly { readonly name: string; readonly flags: Partial<Flags> }[] = [
  { name: 'Okta as documented', flags: {} },
  {
    name: 'Okta as otherwise seen',
    flags: { enrolReply: 'array', otpSettings: 'flat', extraFactors: true, catalog: 'one', noAuth: 401 },
  },
];

/** Makes every call of the client and holds what was sent and answered against a specification; gives the exit code. */
export async function runContract(args: readonly string[], write: Write): Promise<number> {
  const [path, ...others] = args;
  if (path === undefined || others.length > 0) {
    usage.forEach(write);
    return exit.usage;
  }
  const spec = read(path);
  if (spec === undefined) {
    write(`${path} cannot be read as an OpenAPI 3.0 document.`);
    write(publisher);
    return exit.noInput;
  }
  return judge(createValidator(spec), write);
}

function read(path: string): Node | undefined {
  try {
    return loadSpec(path);
  } catch {
    return undefined;
  }
}

async function judge(validator: Validator, write: Write): Promise<number> {
  const reasons = new Map<string, number>();
  let calls = 0;
  let deviating = 0;
  for (const { name, flags } of orgs) {
    write(name);
    for await (const { call, problem, report } of callAll(flags, validator)) {
      calls += 1;
      if (problem !== undefined || report.unexpected.length > 0) deviating += 1;
      linesOf(call, problem, report).forEach(write);
      for (const { reason, times } of report.expected)
        reasons.set(reason, (reasons.get(reason) ?? 0) + times);
    }
  }
  if (reasons.size > 0) write('known differences');
  for (const [reason, times] of reasons) write(`  ${reason} (${String(times)} times)`);
  if (validator.gaps.length > 0) write(gapsLine(validator.gaps));
  write(`${String(calls)} calls, ${String(deviating)} with deviations`);
  write(publisher);
  return deviating === 0 ? exit.ok : exit.deviation;
}

const namedGaps = 5;

function gapsLine(gaps: readonly string[]): string {
  const named = gaps.slice(0, namedGaps).join(', ');
  const more = gaps.length > namedGaps ? ` and ${String(gaps.length - namedGaps)} more` : '';
  return `not checked, as the document lacks them: ${named}${more}`;
}

interface Made {
  readonly call: string;
  /** What is wrong with the call's outcome. */
  readonly problem: string | undefined;
  readonly report: ContractReport;
}

async function* callAll(flags: Partial<Flags>, validator: Validator): AsyncGenerator<Made> {
  let exchanges: Exchange[] = [];
  const okta = await startOkta({ flags, onExchange: (exchange) => exchanges.push(exchange) });
  const client = clientOf(okta);
  try {
    for (const { name, run } of clientCalls) {
      exchanges = [];
      const problem = await run({ okta, client });
      yield { call: name, problem, report: checkExchanges(validator, exchanges) };
    }
  } finally {
    await client.close();
    await okta.close();
  }
}

function linesOf(
  call: string,
  problem: string | undefined,
  { exchanges, unexpected }: ContractReport,
): readonly string[] {
  const state = problem === undefined && unexpected.length === 0 ? 'ok' : 'deviation';
  return [
    `  ${state.padEnd(10)}${call} (${String(exchanges)} requests)`,
    ...(problem === undefined ? [] : [`    came to "${problem}"`]),
    ...unexpected.map(({ side, operation, status, at, problem: what }) => {
      const answer = status === undefined ? '' : ` ${String(status)}`;
      return `    ${side} ${operation}${answer}${at === '' ? '' : ` at ${at}`}: ${what}`;
    }),
  ];
}
