import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { applyFromKafka, fillTopics, inProcess, taskOf } from './apply.js';
import { measureBounds } from './bounds.js';
import { measureCli } from './cli.js';
import { closeAMonth } from './closing.js';
import type { EngineResult } from './engine.js';
import { measureExpressions, showExpressions } from './expressions.js';
import { measureGrown } from './grown.js';
import { HELP } from './help.js';
import { measureImport } from './import.js';
import { type Load, loadOf, REGIMES, type Regime } from './load.js';
import { measureMaps, showMaps } from './maps.js';
import { grouped, rate } from './numbers.js';
import { ordersLoad } from './orders-load.js';
import { measurePayout } from './payout.js';
import { compilePeers, killPeer, PEERS, type PeerResult, runPeer } from './peers.js';
import { runBuilt } from './run-built.js';
import { measureSecurity } from './security.js';
import { measureSelfWritten } from './self-written/measure.js';
import { fillPacked, fillSingles, type SingleTopic } from './singles.js';
import type { StageSeconds } from './stages.js';
import { measureVisible } from './visible.js';
import { measureWhole } from './whole.js';
import { type BenchWorld, startBenchWorld } from './world.js';

/** Kills of scoring in a run of the whole way. */
const LONE_KILLS = 20;

const { values } = parseArgs({
  options: {
    observations: { type: 'string', default: '2000000' },
    regimes: { type: 'string', default: 'wide,medium,narrow,orders' },
    peers: { type: 'boolean', default: true },
    kills: { type: 'boolean', default: true },
    visible: { type: 'boolean', default: false },
    paces: { type: 'string', default: '10000,100000' },
    whole: { type: 'boolean', default: false },
    security: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    bounds: { type: 'boolean', default: false },
    alone: { type: 'boolean', default: false },
    'self-written': { type: 'boolean', default: false },
    cli: { type: 'boolean', default: false },
    maps: { type: 'boolean', default: false },
    intake: { type: 'boolean', default: false },
    orders: { type: 'string', default: '20000' },
    import: { type: 'boolean', default: false },
    grown: { type: 'string' },
    expressions: { type: 'boolean', default: false },
    payout: { type: 'boolean', default: false },
    closing: { type: 'string' },
    rows: { type: 'string', default: '1000000' },
    minutes: { type: 'string', default: '2' },
    help: { type: 'boolean', short: 'h', default: false },
  },
  allowNegative: true,
});

if (values.help) console.log(HELP);
else if (values.expressions) showExpressions(measureExpressions(100_000));
else if (values.payout) measurePayout(10_000);
else if (values.closing !== undefined) await closeAMonth(Number(values.closing));
else if (values.cli) await measureCli();
else if (values.maps) showMaps(await measureMaps(Number(values.rows)));
else if (values.intake) await runBuilt('test/bench/intake-program.ts', [values.orders]);
else if (values.security) await measureSecurity(values.only);
else if (values.grown !== undefined) await measureGrown(Number(values.grown));
else if (values.bounds) await measureBounds();
else if (values.import) await measureImport(Number(values.rows));
else if (values.whole && values['self-written']) await measureSelfWritten(Number(values.orders));
else if (values.whole) {
  const kills = values.kills ? LONE_KILLS : 0;
  await measureWhole({ kills, minutes: Number(values.minutes), alone: values.alone });
} else if (values.visible) {
  for (const pace of values.paces.split(',').map(Number))
    await inWorld((world) => showVisible(world, pace, Number(values.minutes)));
} else {
  const classes = values.peers ? await compilePeers() : undefined;
  for (const regime of REGIMES.filter(({ name }) => values.regimes.split(',').includes(name)))
    await inWorld((world) => measure(world, regime, Number(values.observations), classes));
}

async function inWorld(work: (world: BenchWorld) => Promise<void>): Promise<void> {
  const world = await startBenchWorld();
  try {
    await work(world);
  } finally {
    await world.stop();
  }
}

/** The number of cells of a real retailer (wide). */
async function showVisible(world: BenchWorld, pace: number, minutes: number): Promise<void> {
  const cells = REGIMES.find(({ name }) => name === 'wide')?.cells ?? 0;
  const load = loadOf({ cells, observations: pace * minutes * 60, seed: 2, installation: randomUUID() });
  console.log(`\n## ${grouped(pace)} observations a second for ${minutes} minutes, ${grouped(cells)} cells\n`);
  for (const line of await measureVisible(world, load, pace)) console.log(`- ${line}`);
}

async function measure(world: BenchWorld, regime: Regime, observations: number, classes: string | undefined) {
  const load = await drawn(regime, observations);
  await fillTopics(world, load);
  console.log(`\n## ${regime.name}: ${grouped(observations)} observations over ${grouped(load.expected.size)} cells\n`);
  const engine = await applyFromKafka(world, load);
  showEngine(engine, observations);
  showStages(await measureStages(world, load), engine, observations);
  if (classes === undefined) return;
  console.log(
    '| peer, one observation in a record unless stated | observations | /s | transactions | longest, ms | the engine is faster by | five kills |',
  );
  console.log('| --- | --: | --: | --: | --: | --: | --- |');
  const topics = new Map<string, SingleTopic>();
  for (const peer of PEERS) {
    const share = peer.observations(observations);
    const name = peer.isPacked ? 'packed' : String(share);
    const topic =
      topics.get(name) ?? (await (peer.isPacked ? fillPacked(world, load) : fillSingles(world, load, share)));
    topics.set(name, topic);
    const result = await runPeer(world, peer, topic, classes);
    const fault = values.kills ? ((await killPeer(world, peer, topic, classes)) ?? 'counts equal') : 'not run';
    showPeer(result, engine, observations, fault);
  }
}

function drawn({ cells }: Regime, observations: number): Load | Promise<Load> {
  const options = { observations, installation: randomUUID() };
  return cells === undefined ? ordersLoad(options) : loadOf({ ...options, cells, seed: 1 });
}

async function measureStages(world: BenchWorld, load: Load): Promise<StageSeconds> {
  const { url, drop } = await world.database();
  try {
    return JSON.parse(await inProcess('stages.ts', taskOf(world, load, url))) as StageSeconds;
  } finally {
    await drop();
  }
}

function showEngine(result: EngineResult, observations: number): void {
  const { seconds, cpu, walBytes, transactions, meanTransactionMs, longestTransactionMs } = result;
  const perMillion = (value: number) => (value / (observations / 1e6)).toFixed(2);
  console.log(
    `cx-index counts ${rate(observations / seconds)} observations a second (${seconds.toFixed(1)} s), archive on.`,
  );
  console.log(
    `${transactions} transactions of ${grouped(Math.round(observations / transactions))} observations, ` +
      `${meanTransactionMs.toFixed(0)} ms each (longest ${longestTransactionMs.toFixed(0)} ms), four shards side by side.`,
  );
  console.log(
    `CPU seconds a million: ${perMillion(cpu.own)} of its own, ${perMillion(cpu.postgres ?? Number.NaN)} PostgreSQL, ` +
      `${perMillion(cpu.kafka ?? Number.NaN)} Kafka. WAL: ${(walBytes / observations).toFixed(0)} bytes an observation.\n`,
  );
}

/** Two cores: at best one reads and folds all the time while the other stores. */
function showStages(
  { consume, fold, name: naming, update, archive }: StageSeconds,
  engine: EngineResult,
  observations: number,
): void {
  const bound = observations / Math.max(consume + fold, naming + update + archive);
  const reached = observations / engine.seconds / bound;
  console.log('| stage, alone | observations/s |');
  console.log('| --- | --: |');
  for (const [name, seconds] of Object.entries({
    consume,
    'decode and fold': fold,
    'new cells': naming,
    'cell updates': update,
    archive,
  }))
    console.log(`| ${name} | ${rate(observations / seconds)} |`);
  console.log(
    `\nBound, the slower of (consume, fold) and (new cells, cell updates, archive): ${rate(bound)}; reached ${(100 * reached).toFixed(0)} %.\n`,
  );
}

function showPeer(result: PeerResult, engine: EngineResult, observations: number, fault: string): void {
  const own = observations / engine.seconds;
  const theirs = result.observations / result.seconds;
  const { name, transactions, longestTransactionMs } = result;
  const cells = [grouped(result.observations), rate(theirs), transactions || '-', longestTransactionMs || '-'];
  console.log(`| ${[name, ...cells, `${(own / theirs).toFixed(1)} x`, fault].join(' | ')} |`);
}
