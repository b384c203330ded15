import { loadavg } from 'node:os';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { loadOf } from '#test/chaos/load.js';
import { exportedLines, untilCounted } from '#test/e2e/counts.js';
import { THROUGH } from '#test/e2e/real-orders.js';
import { type FactToSend, type SendOptions, sendFacts } from '#test/real-orders/send-facts.js';
import { cpuOf } from '../meter.js';
import { type BenchServices, startBenchServices } from '../services.js';
import { type BenchWorld, startBenchWorld } from '../world.js';
import { copyFacts, createTables, writeFactFiles } from './copied.js';
import type { AnyFact } from './fact-tables.js';
import { type Figures, figuresByLines, figuresBySql, metricsOf, mustBeEqual } from './figures.js';
import { measureOneFact, type OneFact, type OrderFact } from './one-fact.js';
import { type SelfWritten, startSelfWritten } from './peer.js';

/** A piece of work over all facts. */
interface Row {
  readonly what: string;
  readonly facts: number;
  readonly seconds: number;
  /** CPU seconds. */
  readonly node: number;
  readonly postgres: number;
}

/** Facts before the measured ones, for which Node compiles its code. */
const WARM_UP = 0.1;
/** Facts that are sent in a call each. */
const SINGLE = 600;
const AT_ONCE = [1, 8];

/**
 * Measures the whole way beside what a team would write by itself: a service that stores each fact by one INSERT, and a SQL job that
 * computes the metrics at night; and beside COPY with the same job, the bound for imports. Nothing is printed before all three have
 * the same figures.
 */
export async function measureSelfWritten(orders: number): Promise<void> {
  const { generations } = await loadOf(orders, 2);
  const [first = [], second = []] = generations.map((slices) => slices.flatMap(({ facts }) => facts));
  const single = second.flatMap(({ to, fact }) => (to === 'ordering' ? [fact] : []));
  const world = await startBenchWorld();
  try {
    console.log(`\n## ${orders} orders, ${first.length} facts; load of the machine before: ${load()}\n`);
    const bound = await byCopy(world, first);
    const peer = await startSelfWritten(world);
    const theirs = await byInserts(world, peer, first);
    mustBeEqual(theirs.figures, bound.figures, 'COPY and SQL');
    const services = await startBenchServices(world, world.brokers);
    try {
      const ours = await byServices(world, services, first, theirs.figures);
      showRows([...ours, ...theirs.rows, ...bound.rows], theirs.figures);
      await byOneFact(world, services, peer, single);
    } finally {
      await services.stop();
    }
    await peer.stop();
    console.log(`\nLoad of the machine after: ${load()}.`);
  } finally {
    await world.stop();
  }
}

async function byCopy(world: BenchWorld, facts: readonly FactToSend[]) {
  const files = writeFactFiles(facts.map(({ fact }) => fact as AnyFact));
  const { url, drop } = await world.database();
  try {
    await createTables(url);
    const meter = measuring(world, [process.pid], facts.length);
    await copyFacts(url, files);
    const copied = meter('COPY into the tables of the team, as a bound for imports');
    const { job, figures } = await byJob(world, url, facts.length, 'the SQL job after COPY');
    return { rows: [copied, job], figures };
  } finally {
    await drop();
    files.remove();
  }
}

async function byInserts(world: BenchWorld, { url, pid, addresses }: SelfWritten, facts: readonly FactToSend[]) {
  const options = { ...OPTIONS, addresses };
  const rest = await warmedUp(options, facts);
  const meter = measuring(world, [pid], rest.length);
  await sendFacts({ ...options, facts: rest });
  const inserted = meter('the service of a team: stored, 1,000 facts in a message');
  const { job, figures } = await byJob(world, url, facts.length, 'its SQL job');
  return { rows: [inserted, job], figures };
}

async function byJob(world: BenchWorld, url: string, facts: number, what: string) {
  const meter = measuring(world, [process.pid], facts);
  const figures = await figuresBySql(url);
  return { job: meter(what), figures };
}

async function byServices(
  world: BenchWorld,
  { children, addresses }: BenchServices,
  facts: readonly FactToSend[],
  theirs: Figures,
): Promise<readonly Row[]> {
  const options = { ...OPTIONS, addresses };
  const rest = await warmedUp(options, facts);
  const pids = [...children.values()].map(({ pid }) => pid);
  const meter = measuring(world, pids, rest.length);
  await sendFacts({ ...options, facts: rest, completeThrough: THROUGH });
  const stored = meter('cx-index: stored and judged, 1,000 facts in a message');
  await untilCounted(addresses, 600_000);
  const counted = meter('cx-index: the same, until all is sealed, published and counted');
  mustBeEqual(figuresByLines(await exportedLines(addresses), metricsOf(theirs)), theirs, 'the SQL job');
  return [stored, counted];
}

async function byOneFact(
  { postgresPid }: BenchWorld,
  { addresses, children }: BenchServices,
  peer: SelfWritten,
  facts: readonly OrderFact[],
): Promise<void> {
  const pid = children.get('ordering')?.pid ?? 0;
  const all = [...children.values()].map((child) => child.pid);
  const others = all.filter((other) => other !== pid);
  const sides = [
    { name: 'cx-index, ordering alone', address: addresses.ordering, pid, stopped: others },
    { name: 'bare grpc-js call with one commit', address: peer.address, pid: peer.pid, stopped: all },
  ];
  const rows: Parameters<typeof showOneFact>[0][number][] = [];
  for (const [place, atOnce] of AT_ONCE.entries()) {
    const own = facts.slice(place * SINGLE, (place + 1) * SINGLE);
    const measured = await measureOneFact(sides, own, atOnce, postgresPid);
    rows.push(...measured.map((one) => ({ ...one, atOnce })));
  }
  showOneFact(rows);
}

const OPTIONS: Omit<SendOptions, 'addresses' | 'facts'> = {
  ...{ origin: Origin.ORIGIN_IMPORTED, portion: 1_000, completeThrough: undefined, onProgress: () => undefined },
};

/** Sends the first facts, and returns the others. */
async function warmedUp(options: Omit<SendOptions, 'facts'>, facts: readonly FactToSend[]) {
  const from = Math.floor(facts.length * WARM_UP);
  await sendFacts({ ...options, facts: facts.slice(0, from) });
  return facts.slice(from);
}

/** Begins to measure processes and PostgreSQL; what it returns says what they took until it is called. */
function measuring(world: BenchWorld, pids: readonly number[], facts: number): (what: string) => Row {
  const cpu = () => [pids.reduce((sum, pid) => sum + (cpuOf(pid) ?? 0), 0), cpuOf(world.postgresPid) ?? 0] as const;
  const [[node, postgres], began] = [cpu(), performance.now()];
  return (what) => {
    const [nodeAfter, postgresAfter] = cpu();
    const seconds = (performance.now() - began) / 1_000;
    return { what, facts, seconds, node: nodeAfter - node, postgres: postgresAfter - postgres };
  };
}

function showRows(rows: readonly Row[], figures: Figures): void {
  const metrics = metricsOf(figures).size;
  console.log(
    `All three have the same ${figures.size} figures of ${metrics} metrics by month, class and who answers.\n`,
  );
  console.log('| what | facts | seconds | facts/s | CPU us a fact: Node, PostgreSQL |');
  console.log('| --- | --: | --: | --: | --: |');
  for (const { what, facts, seconds, node, postgres } of rows) {
    const cpu = [node, postgres].map((one) => ((one * 1e6) / facts).toFixed(0)).join(', ');
    console.log(`| ${[what, facts, seconds.toFixed(1), Math.round(facts / seconds), cpu].join(' | ')} |`);
  }
}

function showOneFact(rows: readonly (OneFact & { readonly atOnce: number })[]): void {
  console.log(
    '\n| one fact in a call | calls at once | calls | median, ms | calls/s | CPU us a call: service, PostgreSQL |',
  );
  console.log('| --- | --: | --: | --: | --: | --: |');
  for (const { name, atOnce, calls, medianMs, perSecond, cpuUs } of rows) {
    const cpu = cpuUs.map((one) => one.toFixed(0)).join(', ');
    console.log(`| ${[name, atOnce, calls, medianMs.toFixed(1), perSecond.toFixed(0), cpu].join(' | ')} |`);
  }
  for (const atOnce of new Set(rows.map((row) => row.atOnce))) {
    const [ours, bare] = rows.filter((row) => row.atOnce === atOnce);
    const times = (of: (one: OneFact) => number) =>
      ours === undefined || bare === undefined ? '-' : (of(ours) / of(bare)).toFixed(1);
    const cpu = times(({ cpuUs: [service, postgres] }) => service + postgres);
    console.log(
      `\n${atOnce} at once: ${times(({ medianMs }) => medianMs)} times as long, ${cpu} times the CPU; target: 2.`,
    );
  }
}

function load(): string {
  return loadavg()
    .map((one) => one.toFixed(1))
    .join(', ');
}
