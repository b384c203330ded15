import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#deploy/local/postgres.js';
import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import type { Department } from '#libs/cases/judging/department.js';
import { KnownCases } from '#libs/cases/judging/known-cases.js';
import { recordFacts } from '#libs/cases/judging/record-facts.js';
import { type Record, recordTogether } from '#libs/cases/judging/record-together.js';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { Database } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { judgeOrdering } from '#services/ordering/judge.js';
import { realFacts } from '#test/real-orders/facts.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { cpuOf } from './meter.js';

const NOW = Date.parse('2019-06-01T12:00:00Z');
const CALLERS = [1, 8, 32];
/** Facts of a turn; both ways take turns. */
const TURN = 200;

/** What a call with one fact costs. */
export interface CostOfCall {
  readonly callers: number;
  readonly isTogether: boolean;
  readonly calls: number;
  readonly transactions: number;
  readonly medianMs: number;
  readonly nodeUs: number;
  readonly postgresUs: number;
}

/** Calls with one fact each from several callers at once: each in a transaction of its own, and together. Without gRPC. */
export async function measureCalls(orders: number): Promise<CostOfCall[]> {
  const check = orderingFacts.check(randomBytes(32));
  const facts = (await realFacts((_, place) => place < orders)).flatMap(({ to, fact }) =>
    to === 'ordering' ? [check(fact as Parameters<typeof check>[0], 'IMPORTED', NOW)] : [],
  );
  const folder = mkdtempSync(join(tmpdir(), 'cx-bench-'));
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as a user of its own
  const dataDir = join(folder, 'postgres');
  const server = await startPostgres({ dataDir, databases: ['ordering'] });
  const database = new Database({ url: server.url('ordering'), name: 'bench', poolSize: 10 });
  try {
    await migrate(database, DEPARTMENT_MIGRATIONS);
    const postgresPid = Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return await inTurns(facts, database, postgresPid);
  } finally {
    await database.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inTurns(facts: readonly CheckedFact[], database: Database, postgresPid: number): Promise<CostOfCall[]> {
  const own = { source: 'ordering', metrics: ORDERING, judge: judgeOrdering, openedBy: 'placed' } as const;
  const department: Department = {
    ...own,
    ...{ rules: judgedByDefault('ordering'), silentAfterMs: 14 * 86_400_000, shards: 1, known: new KnownCases() },
  };
  let transactions = 0;
  const alone: Record = (feed, some, now) => {
    transactions += 1;
    return database.transaction((tx) => recordFacts(tx, department, feed, some, now, { isLast: true }));
  };
  const ways = CALLERS.flatMap((callers) => [
    { callers, isTogether: false, record: alone, sum: emptySum() },
    { callers, isTogether: true, record: recordTogether(alone), sum: emptySum() },
  ]);
  // The first turn of each is a warm-up.
  for (let from = 0, turn = 0; from + TURN <= facts.length; from += TURN, turn++) {
    const way = ways[turn % ways.length];
    if (way === undefined) break;
    const [node, postgres, before] = [process.cpuUsage(), cpuOf(postgresPid) ?? 0, transactions];
    const times = await callEach(facts.slice(from, from + TURN), way.callers, way.record);
    const { user, system } = process.cpuUsage(node);
    if (turn < ways.length) continue;
    way.sum.ms.push(...times);
    way.sum.node += user + system;
    way.sum.postgres += ((cpuOf(postgresPid) ?? 0) - postgres) * 1e6;
    way.sum.transactions += transactions - before;
  }
  return ways.map(({ callers, isTogether, sum: { ms, node, postgres, transactions: done } }) => {
    const medianMs = ms.toSorted((a, b) => a - b)[Math.floor(ms.length / 2)] ?? 0;
    const calls = ms.length;
    return {
      callers,
      isTogether,
      calls,
      transactions: done,
      medianMs,
      nodeUs: node / calls,
      postgresUs: postgres / calls,
    };
  });
}

function emptySum() {
  return { ms: [] as number[], node: 0, postgres: 0, transactions: 0 };
}

/** How long each call took, with this many callers who each wait for their answer. */
async function callEach(facts: readonly CheckedFact[], callers: number, record: Record): Promise<number[]> {
  const waiting = [...facts];
  const times: number[] = [];
  const caller = async () => {
    for (let fact = waiting.shift(); fact !== undefined; fact = waiting.shift()) {
      const began = performance.now();
      await record('shop', [fact], NOW);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return times;
}

export function showCalls(costs: readonly CostOfCall[]): void {
  console.log('\nA call with one fact into ordering, without gRPC; both ways in turns');
  console.log('| callers at once | recorded | calls | transactions | median, ms | CPU us each: Node, PostgreSQL |');
  console.log('| --: | --- | --: | --: | --: | --: |');
  for (const { callers, isTogether, calls, transactions, medianMs, nodeUs, postgresUs } of costs) {
    const cpu = `${nodeUs.toFixed(0)}, ${postgresUs.toFixed(0)}`;
    const way = isTogether ? 'together' : 'each alone';
    console.log(`| ${[callers, way, calls, transactions, medianMs.toFixed(1), cpu].join(' | ')} |`);
  }
}
