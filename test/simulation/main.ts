import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { startThread } from '#libs/runtime/thread.js';
import { type Outcome, World } from './world.js';

const HELP = `npm run simulate                       100,000 seeds of the pipeline's core, in virtual time
npm run simulate -- --seeds 1000       fewer
npm run simulate -- --seed 4711        one, with all that happened in it

Every seed is a source of two processes, a Kafka and two readers to which things happen: restarts, restores, lost and damaged
records, deaths of any process at any access, batches that cannot be stored. In the end the reader must have what the source remembers.`;

/** So many seeds a message: often enough to show progress. */
const PORTION = 250;

interface Portion {
  readonly from: number;
  readonly through: number;
}

if (isMainThread) process.exitCode = await main();
else await work(workerData as Portion);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100000' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.seed !== undefined) {
    const outcome = await new World(Number(values.seed)).run();
    console.log(JSON.stringify(outcome, undefined, 2));
    return outcome.faults.length === 0 ? 0 : 1;
  }
  return simulate(Number(values.seeds));
}

async function simulate(seeds: number): Promise<number> {
  const began = Date.now();
  const workers = availableParallelism();
  const share = Math.ceil(seeds / workers);
  let done = 0;
  const failed: Outcome[] = [];
  const onDone = (count: number, faulty: readonly Outcome[]) => {
    done += count;
    failed.push(...faulty);
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${seeds} seeds`);
  };
  await Promise.all(
    Array.from({ length: workers }, (_, worker) =>
      inWorker({ from: 1 + worker * share, through: Math.min((worker + 1) * share, seeds) }, onDone),
    ),
  );
  for (const { seed, faults } of failed.slice(0, 10)) {
    console.log(`seed ${seed}: ${faults.join('; ')}\n  again: npm run simulate -- --seed ${seed}`);
  }
  console.log(`${done} seeds in ${Math.round((Date.now() - began) / 1000)} s, ${failed.length} failed`);
  return failed.length === 0 && done === seeds ? 0 : 1;
}

function inWorker(portion: Portion, onDone: (count: number, faulty: readonly Outcome[]) => void): Promise<void> {
  const worker = startThread(new URL(import.meta.url), portion);
  return new Promise((resolve, reject) => {
    worker.on('message', ({ count, faulty }: { count: number; faulty: Outcome[] }) => onDone(count, faulty));
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

async function work({ from, through }: Portion): Promise<void> {
  for (let seed = from; seed <= through; ) {
    const faulty: Outcome[] = [];
    const last = Math.min(seed + PORTION - 1, through);
    const count = last - seed + 1;
    for (; seed <= last; seed++) {
      const outcome = await outcomeOf(seed);
      if (outcome.faults.length > 0) faulty.push(outcome);
    }
    parentPort?.postMessage({ count, faulty });
  }
}

async function outcomeOf(seed: number): Promise<Outcome> {
  try {
    return await new World(seed).run();
  } catch (error) {
    return { seed, faults: [String(error)], did: {} };
  }
}
