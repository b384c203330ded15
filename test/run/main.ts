import { FREE_PORTS, sharesOfPorts } from '#deploy/local/ports.js';
import { shareServers } from '#test/stack/servers.js';
import { CHECKS } from './checks.js';
import { check, faultOf, type Lane, type Outcome, program, type Step } from './step.js';
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
 * What a whole run does beside each other. The end-to-end tests mostly wait for processes, so the other parts have time to run
 * meanwhile. Each lane has its own servers and its own share of the ports. The simulation waits for nothing and keeps every core
 * busy for minutes: it takes what the others leave, at the lowest priority.
 */
const LANES: readonly (readonly string[])[] = [['e2e'], ['unit', 'contract', 'stores', 'chaos'], ['simulation']];

/** These parts share one PostgreSQL and one Kafka in their lane. */
const WITH_SERVERS: readonly string[] = ['contract', 'stores', 'e2e'];

const [only] = process.argv.slice(2);
if (only !== undefined && !(only in PARTS))
  throw new Error(`there is no part "${only}"; the parts are ${Object.keys(PARTS).join(', ')}`);

const outcomes: { readonly name: string; readonly outcome: Outcome }[] = [];
if (only !== undefined) await runLane([only], { name: '', env: {} });
else {
  await runLane(['checks'], { name: '', env: {} });
  const ports = sharesOfPorts(LANES.length);
  const lanes = LANES.map((lane, place) => {
    const [first = ''] = lane;
    return runLane(lane, { name: lane.length === 1 ? first : 'others', env: { [FREE_PORTS]: ports[place] ?? '' } });
  });
  await Promise.all(lanes);
}

const all = sumOf(outcomes.map(({ outcome }) => outcome));
for (const { name, outcome } of outcomes.filter(({ outcome }) => outcome.failed > 0)) {
  console.log([`\nFailed: ${name}`, ...(outcome.failures ?? [])].join('\n  - '));
}
console.log(`\n${inWords(all)}`);
process.exitCode = all.failed === 0 && all.passed > 0 ? 0 : 1;

/** Servers start before the first part that needs them, and stop before the first that does not. */
async function runLane(lane: readonly string[], { name, env }: Lane): Promise<void> {
  let servers: Awaited<ReturnType<typeof shareServers>> | undefined;
  for (const part of lane) {
    if (WITH_SERVERS.includes(part)) servers ??= await shareServers();
    else servers = await servers?.stop().then(() => undefined);
    for (const step of PARTS[part] ?? [])
      outcomes.push({ name: step.name, outcome: await run(step, { name, env: { ...env, ...servers?.env } }) });
  }
  await servers?.stop();
}

async function run(step: Step, lane: Lane): Promise<Outcome> {
  const beganAt = performance.now();
  const outcome = await step.run(lane);
  const seconds = Math.round((performance.now() - beganAt) / 1_000);
  console.log(`${outcome.failed === 0 ? 'ok ' : 'NO '}  ${step.name}: ${inWords(outcome)} (${seconds} s)`);
  for (const line of outcome.slowest ?? []) console.log(`       ${line}`);
  return outcome;
}
