import { shareServers } from '#test/stack/servers.js';
import { CHECKS } from './checks.js';
import { check, faultOf, type Outcome, program, type Step } from './step.js';
import { inWords, sumOf } from './summary.js';
import { project, whereThereIs } from './vitest.js';

/**
 * `npm test` runs every step, each with its result and its seconds, and ends with one plain line: "812 passed, 0 failed".
 * The argument checks, unit, simulation, contract, stores, e2e or chaos runs one part. A failure does not stop the other steps;
 * the process then ends with 1.
 */
const PARTS: Readonly<Record<string, readonly Step[]>> = {
  checks: CHECKS,
  unit: [project('unit')],
  simulation: [
    check('100,000 simulated runs of the core, and every pair of crashes', () =>
      faultOf('tsx', 'test/simulation/main.ts'),
    ),
  ],
  contract: [project('contract')],
  stores: (['pgbouncer', 'postgres-15', 'postgres-17'] as const).map((name) => whereThereIs(name, project(name))),
  e2e: [project('e2e')],
  chaos: [program('a short chaos', 'tsx', 'test/chaos/main.ts', '--orders', '1500', '--kills', '15', '--minutes', '4')],
};

/**
 * It keeps every core busy for minutes and waits for nothing, where the others wait for servers. In a whole run it therefore
 * takes what they leave of the cores, at the lowest priority.
 */
const BESIDE_THE_OTHERS = 'simulation';

/** These parts share one PostgreSQL and one Kafka, which start before the first of them and stop after the last. */
const WITH_SERVERS: readonly string[] = ['contract', 'stores', 'e2e'];

const [only] = process.argv.slice(2);
const parts = Object.keys(PARTS).filter((part) => only === undefined || part === only);
if (parts.length === 0) throw new Error(`there is no part "${only}"; the parts are ${Object.keys(PARTS).join(', ')}`);

const outcomes: { readonly name: string; readonly outcome: Outcome }[] = [];
let stopServers: (() => Promise<void>) | undefined;
let beside: Promise<void> | undefined;
for (const part of parts) {
  if (part === BESIDE_THE_OTHERS && parts.length > 1) {
    beside = runAll(part);
    continue;
  }
  if (WITH_SERVERS.includes(part)) stopServers ??= await shareServers();
  else stopServers = await stopServers?.().then(() => undefined);
  await runAll(part);
}
await stopServers?.();
await beside;

const all = sumOf(outcomes.map(({ outcome }) => outcome));
for (const { name, outcome } of outcomes.filter(({ outcome }) => outcome.failed > 0)) {
  console.log([`\nFailed: ${name}`, ...(outcome.failures ?? [])].join('\n  - '));
}
console.log(`\n${inWords(all)}`);
process.exitCode = all.failed === 0 && all.passed > 0 ? 0 : 1;

async function runAll(part: string): Promise<void> {
  for (const step of PARTS[part] ?? []) outcomes.push({ name: step.name, outcome: await run(step) });
}

async function run(step: Step): Promise<Outcome> {
  const beganAt = performance.now();
  const outcome = await step.run();
  const seconds = Math.round((performance.now() - beganAt) / 1_000);
  console.log(`${outcome.failed === 0 ? 'ok ' : 'NO '}  ${step.name}: ${inWords(outcome)} (${seconds} s)`);
  for (const line of outcome.slowest ?? []) console.log(`       ${line}`);
  return outcome;
}
