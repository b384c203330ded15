import { FREE_PORTS, sharesOfPorts } from '#deploy/local/ports.js';
import { shareServers } from '#test/stack/servers.js';
import { CHECKS } from './checks.js';
import { check, faultOf, type Outcome, program, type Step, type Track } from './step.js';
import { inWords, sumOf } from './summary.js';
import { project, whereThereIs } from './vitest.js';

/**
 * `npm test` runs every step, each with its result and its seconds, and ends with one plain line: "812 passed, 0 failed".
 * With the argument `long` it runs what takes long, with the name of a part only that: unit, contract, e2e and so on. A failure does
 * not stop the other steps; the process then ends with 1.
 */
const PARTS: Readonly<Record<string, readonly Step[]>> = {
  checks: CHECKS,
  unit: [project('unit')],
  simulation: [
    check('20,000 simulated runs of the core', () =>
      faultOf('tsx', 'test/simulation/main.ts', '--seeds', '20000', '--no-pairs'),
    ),
  ],
  contract: [project('contract')],
  stores: (['pgbouncer', 'postgres-15', 'postgres-17'] as const).map((name) => whereThereIs(name, project(name))),
  e2e: [project('e2e')],
  misfortunes: [project('misfortunes')],
  seeds: [
    check('100,000 simulated runs of the core, and every pair of crashes', () =>
      faultOf('tsx', 'test/simulation/main.ts'),
    ),
  ],
  chaos: [program('a short chaos', 'tsx', 'test/chaos/main.ts', '--orders', '1500', '--kills', '15', '--minutes', '4')],
};

/** Tracks of parts, one stage after the other. The tracks of a stage run beside each other. */
type Stages = readonly (readonly (readonly string[])[])[];

/**
 * Tests on processes also wait, so the other parts have time to run meanwhile. Each track has its own servers and its own share of the
 * ports. The simulation waits for nothing and keeps every core busy for minutes: it takes what the others leave, at the lowest priority.
 */
const TEST: Stages = [[['checks']], [['e2e'], ['unit', 'contract', 'stores'], ['simulation']]];
/** What takes long. CI runs it as well. Chaos has the machine to itself. */
const LONG: Stages = [[['misfortunes'], ['seeds']], [['chaos']]];

/** These parts share one PostgreSQL and one Kafka in their track. */
const WITH_SERVERS: readonly string[] = ['contract', 'stores', 'e2e', 'misfortunes'];

const [only] = process.argv.slice(2);
const stages = only === undefined ? TEST : only === 'long' ? LONG : [[[only]]];
const unknown = stages.flat(2).find((part) => !(part in PARTS));
if (unknown !== undefined)
  throw new Error(`there is no part "${unknown}"; the parts are long, ${Object.keys(PARTS).join(', ')}`);

const outcomes: { readonly name: string; readonly outcome: Outcome }[] = [];
for (const stage of stages) {
  const ports = sharesOfPorts(stage.length);
  await Promise.all(
    stage.map((track, place) => {
      if (stage.length === 1) return runTrack(track, { name: '', env: {} });
      const [first = ''] = track;
      const name = track.length === 1 ? first : 'others';
      return runTrack(track, { name, env: { [FREE_PORTS]: ports[place] ?? '' } });
    }),
  );
}

const all = sumOf(outcomes.map(({ outcome }) => outcome));
for (const { name, outcome } of outcomes.filter(({ outcome }) => outcome.failed > 0)) {
  console.log([`\nFailed: ${name}`, ...(outcome.failures ?? [])].join('\n  - '));
}
console.log(`\n${inWords(all)}`);
process.exitCode = all.failed === 0 && all.passed > 0 ? 0 : 1;

/** Servers start before the first part that needs them, and stop before the first that does not. */
async function runTrack(track: readonly string[], { name, env }: Track): Promise<void> {
  let servers: Awaited<ReturnType<typeof shareServers>> | undefined;
  for (const part of track) {
    if (WITH_SERVERS.includes(part)) servers ??= await shareServers();
    else servers = await servers?.stop().then(() => undefined);
    for (const step of PARTS[part] ?? [])
      outcomes.push({ name: step.name, outcome: await run(step, { name, env: { ...env, ...servers?.env } }) });
  }
  await servers?.stop();
}

async function run(step: Step, track: Track): Promise<Outcome> {
  const beganAt = performance.now();
  const outcome = await step.run(track);
  const seconds = Math.round((performance.now() - beganAt) / 1_000);
  console.log(`${outcome.failed === 0 ? 'ok ' : 'NO '}  ${step.name}: ${inWords(outcome)} (${seconds} s)`);
  for (const line of outcome.slowest ?? []) console.log(`       ${line}`);
  return outcome;
}
