import { FREE_PORTS, sharesOfPorts } from '#deploy/local/ports.js';
import { shareServers } from '#test/stack/servers.js';
import { CHECKS } from './checks.js';
import { check, faultOf, type Outcome, program, type Step, type Track } from './step.js';
import { inWords, sumOf } from './summary.js';
import { project, whereThereIs } from './vitest.js';

/**
 * `npm test` runs every step, each with its result and its seconds, and ends with one plain line: "812 passed, 0 failed".
 * The argument checks, unit, simulation, contract, stores, e2e or long runs one part. A failure does not stop the other steps;
 * the process then ends with 1.
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
  long: [
    check('100,000 simulated runs of the core, and every pair of crashes', () =>
      faultOf('tsx', 'test/simulation/main.ts'),
    ),
    program('a short chaos', 'tsx', 'test/chaos/main.ts', '--orders', '1500', '--kills', '15', '--minutes', '4'),
  ],
};

/**
 * What a whole run does beside each other. The end-to-end tests mostly wait for processes, so the other parts have time to run
 * meanwhile. Each track has its own servers and its own share of the ports. The simulation waits for nothing and keeps every core
 * busy for minutes: it takes what the others leave, at the lowest priority. `long` is not among them: CI runs it as well.
 */
const TRACKS: readonly (readonly string[])[] = [['e2e'], ['unit', 'contract', 'stores'], ['simulation']];

/** These parts share one PostgreSQL and one Kafka in their track. */
const WITH_SERVERS: readonly string[] = ['contract', 'stores', 'e2e'];

const [only] = process.argv.slice(2);
if (only !== undefined && !(only in PARTS))
  throw new Error(`there is no part "${only}"; the parts are ${Object.keys(PARTS).join(', ')}`);

const outcomes: { readonly name: string; readonly outcome: Outcome }[] = [];
if (only !== undefined) await runTrack([only], { name: '', env: {} });
else {
  await runTrack(['checks'], { name: '', env: {} });
  const ports = sharesOfPorts(TRACKS.length);
  const tracks = TRACKS.map((track, place) => {
    const [first = ''] = track;
    return runTrack(track, { name: track.length === 1 ? first : 'others', env: { [FREE_PORTS]: ports[place] ?? '' } });
  });
  await Promise.all(tracks);
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
