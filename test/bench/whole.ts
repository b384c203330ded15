import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { SERVICES, type ServiceName } from '#deploy/local/services.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { ScoringServiceClient, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { SurveyServiceClient } from '#libs/contracts/cx/survey/v1/survey.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { loadOf, type Slice } from '#test/chaos/load.js';
import { untilCounted } from '#test/e2e/counts.js';
import { THROUGH } from '#test/e2e/real-orders.js';
import { sendFacts } from '#test/real-orders/send-facts.js';
import { client } from '#test/stack/client.js';
import { type Cost, Meter } from './meter.js';
import { quantiles } from './quantiles.js';
import { type BenchServices, startBenchServices } from './services.js';
import { type BenchWorld, startBenchWorld } from './world.js';

export interface WholeOptions {
  readonly kills: number;
  readonly minutes: number;
  /** While one service takes in facts the others are stopped; they catch up afterwards. */
  readonly alone: boolean;
}

/** Measures the whole way from a fact reported by gRPC to the index that contains it: six real processes, the real orders. */
export async function measureWhole(options: WholeOptions): Promise<void> {
  const world = await startBenchWorld();
  const whole = await Whole.start(world);
  try {
    await whole.tellEverything(options.alone);
    if (options.minutes > 0) await whole.live(options.minutes);
    if (options.kills > 0) await whole.killScoring(options.kills);
  } finally {
    await whole.stop();
    await world.stop();
  }
}

/** Facts a second while latencies are measured. */
const CALM = 500;
/** Between two calls. */
const ASK_EVERY_MS = 50;
const INDEX = 'departments/delivery/indexes/2018-03';

class Whole {
  #isOver = false;
  #reported = 0;

  private constructor(
    private readonly world: BenchWorld,
    private readonly services: BenchServices,
  ) {}

  static async start(world: BenchWorld): Promise<Whole> {
    const services = await startBenchServices(world, world.brokers);
    return new Whole(world, services);
  }

  /** One service after the other takes in all its facts as fast as it can. Then everything is judged, sealed and counted. */
  async tellEverything(alone: boolean): Promise<void> {
    const { generations } = await loadOf(20_000, 1);
    const facts = generations.flat().flatMap((slice) => slice.facts);
    const meanwhile = alone ? 'the others stopped' : 'the others judging and counting meanwhile';
    console.log(`\n## Facts through the client stream, 1,000 in a message, one service at a time, ${meanwhile}\n`);
    console.log('| service | facts | stored and answered, /s | CPU us for each: service, PostgreSQL, client |');
    console.log('| --- | --: | --: | --: |');
    const first = performance.now();
    for (const [place, source] of BUILT_IN_SOURCES.entries()) {
      const own = facts.filter(({ to }) => to === source);
      const cost = await this.#tell(source, own, alone);
      const each = (seconds: number | undefined) => (((seconds ?? Number.NaN) * 1e6) / own.length).toFixed(0);
      const cpu = [cost.cpu.own, cost.cpu.postgres, cost.bench].map(each).join(', ');
      console.log(`| ${source} | ${own.length} | ${Math.round(own.length / cost.seconds)} | ${cpu} |`);
      if (alone || place === BUILT_IN_SOURCES.length - 1)
        await untilCounted(this.services.addresses, 300_000, BUILT_IN_SOURCES.slice(0, place + 1));
    }
    const seconds = (performance.now() - first) / 1_000;
    console.log(`\n${facts.length} facts reported, judged, sealed and counted in ${seconds.toFixed(1)} s.`);
  }

  async #tell(
    source: BuiltInSource,
    facts: Slice['facts'],
    alone: boolean,
  ): Promise<Cost & { readonly bench: number }> {
    const children = [...this.services.children];
    const others = children.flatMap(([name, { pid }]) => (alone && name !== source ? [pid] : []));
    for (const pid of others) process.kill(pid, 'SIGSTOP');
    try {
      const meter = await Meter.start(this.world, this.services.children.get(source)?.pid);
      const before = process.cpuUsage();
      await this.#send(facts, 1_000);
      const { user, system } = process.cpuUsage(before);
      return { ...(await meter.stop()), bench: (user + system) / 1e6 };
    } finally {
      for (const pid of others) process.kill(pid, 'SIGCONT');
    }
  }

  /** Reports facts at a steady pace; meanwhile one client calls GetIndex and another waits for each new fact. */
  async live(minutes: number): Promise<void> {
    console.log(`\n## ${CALM} facts a second for ${minutes} minutes\n`);
    const { generations } = await loadOf(20_000, 6);
    const feeding = this.#feed(generations.slice(1).flat(), minutes * 60_000);
    const memory = this.#watchMemory();
    const [asked, visible] = await Promise.all([this.#ask(), this.#waitForOwn(), feeding]);
    console.log(`GetIndex: ${quantiles(asked)}`);
    console.log(`report to count, GetIndex with at_least: ${quantiles(visible)}`);
    console.log(`${this.#reported} facts reported.\n\n${await memory}`);
  }

  /** Kills scoring and starts it again at once, while facts arrive. */
  async killScoring(times: number): Promise<void> {
    const { generations } = await loadOf(20_000, 9);
    this.#isOver = false;
    const feeding = this.#feed(generations.slice(6).flat(), 10 * 60_000);
    const took: number[] = [];
    // One connection for all polls: opening one for each would use more CPU than scoring's start.
    const database = new pg.Client({ connectionString: this.services.urls.get('scoring') });
    await database.connect();
    for (let time = 0; time < times; time++) {
      await pause(1_500 + 100 * (time % 10));
      const scoring = this.services.children.get('scoring');
      const began = performance.now();
      scoring?.kill();
      await scoring?.ended;
      const before = await applied(database);
      const restarted = this.services.restart('scoring');
      while ((await applied(database)) === before) await pause(10);
      took.push(performance.now() - began);
      await restarted;
    }
    await database.end();
    this.#isOver = true;
    await feeding;
    console.log(`\nFrom kill -9 of scoring to its next commit, start of the process included: ${quantiles(took)}`);
  }

  async stop(): Promise<void> {
    await this.services.stop();
  }

  #send(facts: Slice['facts'], portion: number) {
    const options = { origin: Origin.ORIGIN_IMPORTED, completeThrough: THROUGH, portion, onProgress: () => undefined };
    return sendFacts({ addresses: this.services.addresses, facts, ...options });
  }

  async #feed(slices: readonly Slice[], ms: number): Promise<void> {
    const began = performance.now();
    let sent = 0;
    for (const { facts } of slices) {
      if (this.#isOver || performance.now() - began > ms) break;
      await this.#send(facts, 100);
      sent += facts.length;
      await pause(Math.max(0, (sent / CALM) * 1_000 - (performance.now() - began)));
    }
    this.#reported = sent;
    this.#isOver = true;
  }

  async #ask(): Promise<number[]> {
    const scoring = client(ScoringServiceClient, this.services.addresses.scoring, 'console');
    const took: number[] = [];
    while (!this.#isOver) {
      const began = performance.now();
      await call(scoring, 'getIndex', { name: INDEX, view: View.VIEW_BASIC, atLeast: '' });
      took.push(performance.now() - began);
      await pause(ASK_EVERY_MS);
    }
    scoring.close();
    return took;
  }

  async #waitForOwn(): Promise<number[]> {
    const scoring = client(ScoringServiceClient, this.services.addresses.scoring, 'console');
    const survey = client(SurveyServiceClient, this.services.addresses.survey, 'agency');
    const took: number[] = [];
    while (!this.#isOver) {
      const what = { $case: 'answered' as const, value: { score: 5 } };
      const fact = {
        factId: `own-${took.length}`,
        orderId: `own-${took.length}`,
        happenedAt: new Date(THROUGH - 1),
        what,
      };
      const began = performance.now();
      const told = { facts: [fact], origin: Origin.ORIGIN_IMPORTED };
      const { receipt } = await call(survey, 'recordSurveyFacts', told);
      await call(scoring, 'getIndex', { name: INDEX, view: View.VIEW_BASIC, atLeast: receipt });
      took.push(performance.now() - began);
      await pause(ASK_EVERY_MS);
    }
    scoring.close();
    survey.close();
    return took;
  }

  /** Resident memory of each process: means of five equal parts of the run. */
  async #watchMemory(): Promise<string> {
    const samples = new Map<ServiceName, number[]>(SERVICES.map((name) => [name, []]));
    while (!this.#isOver) {
      await pause(5_000);
      for (const [name, { pid }] of this.services.children) samples.get(name)?.push(residentMb(pid));
    }
    const rows = [...samples].map(([name, all]) => {
      const fifth = Math.max(1, Math.floor(all.length / 5));
      const means = [0, 1, 2, 3, 4].map((place) => mean(all.slice(place * fifth, (place + 1) * fifth)));
      return `| ${[name, ...means.map((one) => one.toFixed(0))].join(' | ')} |`;
    });
    const head = '| resident MB, mean of each fifth | first | second | third | fourth | last |';
    return [head, '| --- | --: | --: | --: | --: | --: |', ...rows].join('\n');
  }
}

async function applied(database: pg.Client): Promise<string> {
  const { rows } = await database.query<{ version: string }>('select sum(version)::text as version from shard');
  return rows[0]?.version ?? '';
}

function residentMb(pid: number): number {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+) kB/);
  return Number(line?.[1] ?? 0) / 1_024;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}
