import { readFileSync } from 'node:fs';
import { DepartmentStream } from '#cli/import/department-stream.js';
import { asPerson } from '#cli/session/connections.js';
import { builtPrograms } from '#deploy/local/programs.js';
import type { ServiceName } from '#deploy/local/services.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { ScoringServiceClient, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call, client } from '#libs/grpc/client.js';
import type { Connection } from '#libs/grpc/connection.js';
import { named } from '#test/doubles/named-callers.js';
import { realFacts, type TimedFact } from '#test/real-orders/facts.js';
import { FEEDS } from '#test/real-orders/feeds.js';
import { connectionTo } from '#test/stack/connection-to.js';
import { scratchCopy } from '#test/stack/scratch-copy.js';
import { cpuOf } from './meter.js';
import { medianOf } from './quantiles.js';
import { type BenchServices, startBenchServices } from './services.js';
import { startBenchWorld } from './world.js';

/** Rounds of each side, which take turns; the first of them warm the compilers up and do not count. */
interface Rounds {
  readonly counted: number;
  readonly warmUps: number;
}

/** Facts of a round. */
const FACTS = 6_000;
/** What a feed does: one connection, one token and one stream of 120,000 facts, of which each round sends a part. */
const LONG: Rounds = { counted: 16, warmUps: 4 };
/** What a program does that starts for some facts: each round opens a connection and a stream, and fetches a token. */
const SHORT: Rounds = { counted: 6, warmUps: 2 };
const ASKING: Rounds = { counted: 8, warmUps: 2 };
const ASKING_MS = 4_000;
/** Each has three facts of ordering. */
const ORDERS = 20_100;
const ROUNDS_OF_ORDERS = 10;
/** Calls of GetIndex under way at once. */
const AT_ONCE = 8;
const INDEX = 'departments/delivery/indexes/2018-03';
/** In the document `access` and in the demo issuer: a lead, whose answers are whole and leave no line in the audit log. */
const LEAD = 'lead-of-delivery';
/** One of the two installations that are compared. */
interface Side {
  readonly services: BenchServices;
  readonly reader: Connection;
}

/** What one side did in one round, and what that cost. */
interface Done {
  readonly rate: number;
  /** Of the service that was asked, for each fact or call, while both sides had their turn: also what it did when the last was answered. */
  readonly cpuUs: number;
}

/**
 * What TLS, proven callers, rules and the audit log cost: the same services twice on one machine, as they are and with both left out, asked
 * in turns.
 *
 * @param only  a part of the name of a row; the others are left out. All by default: ''
 */
export async function measureSecurity(only: string): Promise<void> {
  const world = await startBenchWorld();
  const bare = bareCopy();
  const sides: Side[] = [];
  try {
    const more = { env: { CX_CALLS_PER_SECOND: '1000000' } };
    const secured = await startBenchServices(world, '', { ...more, programOf: await builtPrograms() });
    sides.push({ services: secured, reader: asPerson({ CX_DATA: secured.dataDir }, LEAD) });
    const open = await startBenchServices(world, '', { ...more, programOf: bare.programOf, isBare: true });
    sides.push({ services: open, reader: named(LEAD) });
    const real = await realFacts((_, place) => place < ORDERS);
    const orders = real.flatMap((one) => (one.to === 'ordering' ? [one] : []));
    const factsOf = (kind: string, round: number) => {
      const place = round % ROUNDS_OF_ORDERS;
      const some = orders.slice(place * FACTS, (place + 1) * FACTS);
      return renamed(some, `${kind}${Math.floor(round / ROUNDS_OF_ORDERS)}`);
    };
    console.log(`| | ${HEAD.join(' | ')} |\n| --- |${HEAD.map(() => ' --: |').join('')}`);
    const feeds = new Map(sides.map((side) => [side, feedTo(side)]));
    const row = async (what: string, ...how: RestOf<typeof compared>) => {
      if (what.includes(only)) await compared(what, ...how);
    };
    await row('facts into ordering, one stream', 'ordering', sides, LONG, (side, round) =>
      sent(feeds.get(side), factsOf('long', round)),
    );
    for (const { stream } of feeds.values()) stream.close();
    await row('facts into ordering, a stream for 6,000', 'ordering', sides, SHORT, async (side, round) => {
      const feed = feedTo(side);
      return await sent(feed, factsOf('short', round)).finally(() => feed.stream.close());
    });
    await row('GetIndex', 'scoring', sides, ASKING, askIndex);
  } finally {
    await Promise.all(sides.map(({ services }) => services.stop()));
    bare.remove();
    await world.stop();
  }
}

/** The services of this tree without TLS and without a check of callers. */
function bareCopy() {
  const copy = scratchCopy('bare');
  const replace = (path: string, by: string) => {
    copy.read(path); // the tree has it, or the comparison would be with itself
    copy.write(path, readFileSync(new URL(`bare/${by}`, import.meta.url), 'utf8'));
  };
  replace('libs/grpc/tls-credentials.ts', 'tls-credentials.ts');
  replace('libs/grpc/access/check-access.ts', 'check-access.ts');
  copy.run('npm', 'run', '--silent', 'build');
  return { programOf: (name: string) => copy.path(`dist/services/${name}/main.js`), remove: copy.remove };
}

const HEAD = ['secured, /s', 'without, /s', 'rate lost', 'CPU us of the service: secured, without', 'more CPU'];

type RestOf<F> = F extends (what: string, ...rest: infer Rest) => unknown ? Rest : never;

/** Prints the medians of all rounds, and that of what each pair of rounds lost: they follow one another. */
async function compared(
  what: string,
  service: ServiceName,
  sides: readonly Side[],
  { counted, warmUps }: Rounds,
  work: (side: Side, round: number) => Promise<number>,
): Promise<void> {
  const done: [Done[], Done[]] = [[], []];
  for (let round = 0; round < warmUps + counted; round++) {
    const cpuBefore = sides.map((side) => cpuOfService(side, service));
    const units: number[] = [];
    const rates: number[] = [];
    // The first of a pair finds a machine that the other has just used: they take turns.
    for (const place of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const began = performance.now();
      units[place] = await work(sides[place] as Side, round);
      rates[place] = (units[place] * 1_000) / (performance.now() - began);
    }
    if (round < warmUps) continue;
    for (const [place, side] of sides.entries()) {
      const cpuSeconds = cpuOfService(side, service) - (cpuBefore[place] ?? 0);
      done[place]?.push({ rate: rates[place] ?? 0, cpuUs: (cpuSeconds * 1e6) / (units[place] ?? 0) });
    }
  }
  console.log(`| ${what} | ${rowOf(...done).join(' | ')} |`);
}

function rowOf(secured: readonly Done[], without: readonly Done[]): readonly (string | number)[] {
  const middle = (all: readonly Done[], key: keyof Done) => medianOf(all.map((done) => done[key]));
  const changes = (key: keyof Done) =>
    secured.map((done, pair) => done[key] / (without[pair]?.[key] ?? Number.NaN) - 1).toSorted((a, b) => a - b);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const more = changes('cpuUs');
  const half = more.slice(Math.floor(more.length / 4), Math.ceil((3 * more.length) / 4));
  return [
    Math.round(middle(secured, 'rate')),
    Math.round(middle(without, 'rate')),
    percent(-medianOf(changes('rate'))),
    `${middle(secured, 'cpuUs').toFixed(1)}, ${middle(without, 'cpuUs').toFixed(1)}`,
    `${percent(medianOf(more))} (half of the pairs: ${percent(half[0] ?? 0)} to ${percent(half.at(-1) ?? 0)})`,
  ];
}

function cpuOfService({ services }: Side, service: ServiceName): number {
  return cpuOf(services.children.get(service)?.pid ?? 0) ?? 0;
}

type OrderingFact = Extract<TimedFact, { to: 'ordering' }>;

/** The same facts of other orders. */
function renamed(facts: readonly OrderingFact[], suffix: string): OrderingFact['fact'][] {
  return facts.map(({ fact }) => {
    return { ...fact, orderId: `${fact.orderId}-${suffix}`, factId: `${fact.factId}-${suffix}` };
  });
}

/** A stream of facts into ordering, with the outcomes that are not looked at yet. */
interface Feed {
  readonly stream: DepartmentStream;
  readonly outcomes: FactOutcome[];
}

function feedTo({ services: { addresses } }: Side): Feed {
  const outcomes: FactOutcome[] = [];
  const stream = new DepartmentStream({
    ...{
      source: 'ordering',
      address: addresses.ordering,
      connection: connectionTo(addresses.ordering, FEEDS.ordering),
    },
    ...{ origin: Origin.ORIGIN_IMPORTED, portion: 500, signal: undefined },
    onOutcomes: (more) => void outcomes.push(...more),
  });
  return { stream, outcomes };
}

/** Sends facts that no earlier round has sent, and waits until all are answered. */
async function sent(feed: Feed | undefined, facts: readonly OrderingFact['fact'][]): Promise<number> {
  if (feed === undefined) throw new Error('each side has a stream');
  for (const fact of facts) await feed.stream.push(fact);
  await feed.stream.flush();
  const refused = feed.outcomes.find(({ result }) => result !== FactResult.FACT_RESULT_RECORDED);
  if (refused !== undefined) throw new Error(`${JSON.stringify(refused)} was not recorded`);
  feed.outcomes.length = 0;
  return facts.length;
}

/** Asks for one index as fast as it is answered. */
async function askIndex({ services, reader }: Side): Promise<number> {
  const scoring = client(ScoringServiceClient, services.addresses.scoring, reader);
  const basic = { name: INDEX, view: View.VIEW_BASIC, atLeast: '' };
  const end = performance.now() + ASKING_MS;
  let answers = 0;
  const asking = async () => {
    for (; performance.now() < end; answers++) await call(scoring, 'getIndex', basic);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asking));
  scoring.close();
  return answers;
}
