import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { startChild, untilReady } from '#deploy/local/children.js';
import { startIdentity } from '#deploy/local/local-identity.js';
import { freePort } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import { partitionOf, topicOf } from '#libs/batches/format/topics.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { startThread } from '#libs/runtime/thread.js';
import { knowInstallation } from '#test/stack/connection-to.js';
import { publishOlist } from '#test/stack/publish-olist.js';
import { recordOf } from './apply.js';
import type { Asked, Asking } from './asking.js';
import type { Load } from './load.js';
import { quantiles } from './quantiles.js';
import type { BenchWorld } from './world.js';

/** The interval at which batches are published, as by relays. */
const TICK_MS = 100;
const LOOK_MS = 5;
const ASK_MS = 20;
const INDEX = 'departments/delivery/indexes/2018-03';

/**
 * Measures the real scoring process while batches arrive at a steady pace: the time from publishing a batch to the commit of its
 * counts, and the latency of GetIndex meanwhile.
 *
 * @param perSecond  observations; the load must hold enough of them
 */
export async function measureVisible(world: BenchWorld, load: Load, perSecond: number): Promise<string[]> {
  const scoring = await Scoring.start(world, load.installation);
  try {
    const pace = new Pace(world, load, perSecond);
    const looking = scoring.watch(pace);
    const stopAsking = scoring.startAsking();
    await pace.run();
    const visible = await looking;
    const asked = await stopAsking();
    return [
      `published until committed: ${quantiles(visible)}`,
      `GetIndex meanwhile: ${quantiles(asked.took)}; the slowest call began after ${asked.longestAt.toFixed(1)} s`,
    ];
  } finally {
    await scoring.stop();
  }
}

/** Publishes a load at a steady pace, the shards in turn. */
class Pace {
  isOver = false;
  /** "delivery 17" to the time at which it was published. */
  readonly handedAt = new Map<string, number>();

  constructor(
    private readonly world: BenchWorld,
    private readonly load: Load,
    private readonly perSecond: number,
  ) {}

  async run(): Promise<void> {
    const kafka = kafkajsClient({ brokers: this.world.brokers, clientId: 'cx-bench-pace' });
    const lots = this.load.lots;
    await kafka.ensureTopics(lots.map(({ shard }) => ({ topic: topicOf(shard), partitions: 1 })));
    const perBatch = this.load.observations / lots.reduce((sum, { batches }) => sum + batches.length, 0);
    const began = performance.now();
    const given = lots.map(() => 0);
    for (let tick = 1; given.some((count, place) => count < (lots[place]?.batches.length ?? 0)); tick++) {
      const due = Math.floor((this.perSecond * tick * TICK_MS) / 1_000 / perBatch);
      await Promise.all(
        lots.map(async ({ shard, batches }, place) => {
          const from = given[place] ?? 0;
          const some = batches.slice(from, Math.floor((due + place) / lots.length));
          if (some.length === 0) return;
          for (const { number } of some) this.handedAt.set(`${shard.source} ${number}`, performance.now());
          await kafka.append(topicOf(shard), partitionOf(shard), some.map(recordOf));
          given[place] = from + some.length;
        }),
      );
      await pause(Math.max(0, began + tick * TICK_MS - performance.now()));
    }
    await kafka.close();
    this.isOver = true;
  }
}

/** The scoring process on an empty database, with Kafka and without sources. */
class Scoring {
  private constructor(
    private readonly url: string,
    private readonly address: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(world: BenchWorld, installation: string): Promise<Scoring> {
    const { url, drop } = await world.database();
    const [grpc, http] = [await freePort(), await freePort()];
    const logDir = mkdtempSync(join(tmpdir(), 'cx-visible-'));
    const identity = await startIdentity({ dataDir: logDir, logDir, port: await freePort(), names: ['scoring'] });
    knowInstallation({ scoring: `127.0.0.1:${grpc}` }, logDir);
    const env = {
      ...identity.settings('scoring'),
      ...{ CX_GRPC_PORT: String(grpc), CX_HTTP_PORT: String(http), CX_DATABASE_URL: url },
      ...{ CX_INSTALLATION: installation, KAFKA_BROKERS: world.brokers, CX_LINGER_MS: '0' },
    };
    const programOf = await builtPrograms();
    const child = startChild({ name: 'scoring', file: programOf('scoring'), env, logDir });
    await Promise.all([identity.ready, untilReady(child, `https://127.0.0.1:${http}/readyz`, identity.authority)]);
    await publishOlist(`127.0.0.1:${grpc}`);
    return new Scoring(url, `127.0.0.1:${grpc}`, async () => {
      await child.stop();
      await identity.stop();
      await drop();
      rmSync(logDir, { recursive: true, force: true });
    });
  }

  /** Polls the progress of every shard. Returns the time to commit of each batch. */
  async watch(pace: Pace): Promise<number[]> {
    const database = new pg.Client({ connectionString: this.url });
    await database.connect();
    const took: number[] = [];
    const seen = new Map<string, bigint>();
    while (!pace.isOver || took.length < pace.handedAt.size) {
      const { rows } = await database.query<{ source: string; through: string }>(
        'select shard.source, max(shard_progress.applied_through)::text as through from shard join shard_progress using (shard_id) group by shard.source',
      );
      const now = performance.now();
      for (const { source, through } of rows) {
        for (let number = (seen.get(source) ?? 0n) + 1n; number <= BigInt(through); number++)
          took.push(now - (pace.handedAt.get(`${source} ${number}`) ?? now));
        seen.set(source, BigInt(through));
      }
      await pause(LOOK_MS);
    }
    await database.end();
    return took;
  }

  /** Calls GetIndex again and again on another thread until it is stopped. */
  startAsking(): () => Promise<Asked> {
    const asking: Asking = { address: this.address, index: INDEX, everyMs: ASK_MS };
    const thread = startThread(new URL('./asking.js', import.meta.url), asking);
    const asked = once(thread, 'message'); // rejects if the thread fails
    return async () => {
      thread.postMessage('stop');
      const [answer] = (await asked) as [Asked];
      await thread.terminate();
      return answer;
    };
  }

  stop(): Promise<void> {
    return this.end();
  }
}
