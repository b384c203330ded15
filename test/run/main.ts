import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FREE_PORTS, sharesOfPorts } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import { shareServers } from '#test/stack/servers.js';
import { CHECKS } from './checks.js';
import { check, faultOf, type Outcome, program, type Step, type Track } from './step.js';
import { inWords, sumOf } from './summary.js';
import { project, whereThereIs } from './vitest.js';

/**
 * `npm test` runs every step, each with its result and its seconds, and ends with one plain line: "812 passed, 0 failed".
 * With the argument `long` it runs what takes long, with the name of a part only that: unit, slow, contract, e2e and so on. A failure does
 * not stop the other steps; the process then ends with 1.
 */
const PARTS: Readonly<Record<string, readonly Step[]>> = {
  checks: CHECKS,
  build: [
    // Once and first: the tracks that start these programs would otherwise build them at the same time.
    check('build', () => builtPrograms().then(() => undefined)),
  ],
  // It is run after every change, so no file of it may take much more than the others.
  unit: [project('unit', { mostShare: 0.2 })],
  slow: [project('slow')],
  copies: [project('copies')],
  simulation: [
    // The first of those that test:long tries. For a change of the pipeline there is npm run simulate.
    check('100 simulated runs of the core', () =>
      faultOf('tsx', 'test/simulation/main.ts', '--seeds', '100', '--no-pairs'),
    ),
  ],
  contract: [project('contract')],
  // Its files run one after the other and mostly wait for servers. As one track they would take longer than all others.
  'contract-1': [project('contract', { shard: '1/3' })],
  'contract-2': [project('contract', { shard: '2/3' })],
  'contract-3': [project('contract', { shard: '3/3' })],
  stores: (['pgbouncer', 'postgres-15', 'postgres-17'] as const).map((name) => whereThereIs(name, project(name))),
  e2e: [project('e2e')],
  start: [project('start')],
  'slow-long': [project('slow-long')],
  'start-long': [project('start-long')],
  'contract-long': [project('contract-long')],
  'e2e-long': [project('e2e-long')],
  misfortunes: [project('misfortunes')],
  operate: [project('operate')],
  image: [project('image')],
  issuers: [project('issuers')],
  seeds: [
    // By hand `npm run simulate` runs 100,000; these are as many as CI has the time for.
    check('25,000 simulated runs of the core, and every pair of crashes', () =>
      faultOf('tsx', 'test/simulation/main.ts', '--seeds', '25000'),
    ),
  ],
  races: [
    program(
      '1,000 periods closed while batches arrive',
      ...([
        'env',
        'CX_CLOSES=1000',
        'vitest',
        'run',
        '--project',
        'contract',
        'test/contract/periods-race.test.ts',
      ] as const),
    ),
    program(
      '200 closes that meet a posting into their period',
      ...([
        'env',
        'CX_POSTING_RACES=200',
        'vitest',
        'run',
        '--project',
        'contract',
        'test/contract/posting-race.test.ts',
      ] as const),
    ),
  ],
  chaos: [program('a short chaos', 'tsx', 'test/chaos/main.ts', '--orders', '1500', '--kills', '15', '--minutes', '4')],
};

/** Tracks of parts, one stage after the other. The tracks of a stage run beside each other. */
type Stages = readonly (readonly (readonly string[])[])[];

/**
 * Tests on processes also wait, so the other parts have time to run meanwhile. Each track has its own servers and its own share of the
 * ports. The tracks that take longest go first (GO_FIRST), and the others let them: more that go first would only make each other slow, and
 * tests that measure how soon something answers would fail. The simulation waits for nothing and keeps every core busy: it takes
 * what is left, at the lowest priority. The unit tests load nearly every source, and what vitest made of it serves the others.
 */
const TEST: Stages = [
  [['build', 'checks']],
  [['unit']],
  [['e2e', 'start'], ['contract-1'], ['contract-2'], ['contract-3'], ['slow'], ['simulation']],
];
/** What takes long, or is not needed after every change. CI runs it as well. Chaos has the machine to itself. */
const LONG: Stages = [
  [
    ['misfortunes', 'operate', 'image', 'issuers', 'start-long'],
    ['copies', 'slow-long', 'contract-long', 'e2e-long', 'stores', 'races'],
    ['seeds'],
  ],
  [['chaos']],
];

/** These parts share one PostgreSQL and one Kafka in their track. */
const WITH_SERVERS: readonly string[] = [
  'contract',
  'contract-1',
  'contract-2',
  'contract-3',
  'stores',
  'races',
  'e2e',
  'start',
  'start-long',
  'contract-long',
  'e2e-long',
  'misfortunes',
  'operate',
  'image',
  'issuers',
];

/** The first parts of tracks that go first: two in a stage at most, since there may be only two cores. */
const GO_FIRST: readonly string[] = ['e2e', 'contract-1', 'misfortunes'];

/** What vitest makes of the sources in one project serves the others: vitest.config.ts. */
const modules = mkdtempSync(join(tmpdir(), 'cx-modules-'));
process.once('exit', () => rmSync(modules, { recursive: true, force: true }));
process.env['CX_TEST_MODULES'] = modules;

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
      if (stage.length === 1) return runTrack(track, { isAlone: true, env: {}, waits: false });
      const waits = !GO_FIRST.includes(track[0] ?? '');
      return runTrack(track, { isAlone: false, env: { [FREE_PORTS]: ports[place] ?? '' }, waits });
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
async function runTrack(
  track: readonly string[],
  { isAlone, env, waits }: Required<Pick<Track, 'env' | 'waits'>> & { readonly isAlone: boolean },
): Promise<void> {
  let servers: Awaited<ReturnType<typeof shareServers>> | undefined;
  for (const part of track) {
    if (WITH_SERVERS.includes(part)) servers ??= await shareServers();
    else servers = await servers?.stop().then(() => undefined);
    const within = { name: isAlone ? '' : part, env: { ...env, ...servers?.env }, waits };
    const steps = PARTS[part] ?? [];
    const ran = async (step: Step) => void outcomes.push({ name: step.name, outcome: await run(step, within) });
    // Checks change nothing and need no servers, so they run beside each other.
    if (part === 'checks') await Promise.all(steps.map(ran));
    else for (const step of steps) await ran(step);
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
