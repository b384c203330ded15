import { availableParallelism, constants, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { startThread } from '#libs/runtime/thread.js';
import { accesses, outcomeOf, WHOLE } from './story.js';
import { World } from './world.js';

const HELP = `npm run simulate                       100,000 seeds of the pipeline's core in virtual time, then all pairs of crashes
npm run simulate -- --seeds 1000       fewer seeds
npm run simulate -- --pairs            only the pairs
npm run simulate -- --no-pairs         only the seeds
npm run simulate -- --seed 4711        one seed, with everything that happened in it

A seed is a company that publishes documents, a source of two processes, a Kafka and two readers that meet restarts, restores,
lost and damaged records, deaths of any process at any access, and batches that cannot be stored. In the end the source must have
the documents of the company, and the readers what the source remembers, judged by these documents.
A pair is a fixed story in which a process dies at two accesses: every two accesses of the story are tried.`;

/** Seeds for each message to the main thread: often enough to show progress. */
const SEEDS_PER_MESSAGE = 250;

/** After a crash the story makes a few accesses more than without one; the second crash may fall on those too. */
const EXTRA_ACCESSES = 10;

/** The share of one thread: seeds `from` to `through`, or the pairs whose first crash is `from`, `from + step`, ... */
type Job =
  | { readonly kind: 'seeds'; readonly from: number; readonly through: number }
  | { readonly kind: 'pairs'; readonly from: number; readonly step: number };

interface Progress {
  readonly done: number;
  /** What went wrong, with the command that shows it again. */
  readonly faults: readonly string[];
}

if (isMainThread) process.exitCode = await main();
else await work(workerData as Job);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100000' },
      seed: { type: 'string' },
      pairs: { type: 'boolean', default: false },
      'no-pairs': { type: 'boolean', default: false },
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
  setPriority(constants.priority.PRIORITY_LOW); // it waits for nothing, so it lets everything else on the machine go first
  const threads = Array.from({ length: availableParallelism() }, (_, thread) => thread);
  const faults = [
    ...(values.pairs ? [] : await simulate('seeds', seedsOf(threads, Number(values.seeds)))),
    ...(values['no-pairs'] ? [] : await simulate('pairs', pairsOf(threads))),
  ];
  for (const fault of faults.slice(0, 10)) console.log(fault);
  return faults.length === 0 ? 0 : 1;
}

function seedsOf(threads: readonly number[], seeds: number): readonly Job[] {
  const share = Math.ceil(seeds / threads.length);
  return threads.map((thread) => ({
    kind: 'seeds',
    from: 1 + thread * share,
    through: Math.min((thread + 1) * share, seeds),
  }));
}

function pairsOf(threads: readonly number[]): readonly Job[] {
  return threads.map((thread) => ({ kind: 'pairs', from: thread + 1, step: threads.length }));
}

async function simulate(what: string, jobs: readonly Job[]): Promise<readonly string[]> {
  const beganAt = Date.now();
  const faults: string[] = [];
  let done = 0;
  const onProgress = (progress: Progress) => {
    done += progress.done;
    faults.push(...progress.faults);
    if (process.stderr.isTTY) process.stderr.write(`\r${done} ${what}`);
  };
  await Promise.all(jobs.map((job) => onThread(job, onProgress)));
  console.log(`${done} ${what} in ${Math.round((Date.now() - beganAt) / 1000)} s, ${faults.length} failed`);
  return done > 0 ? faults : [`no ${what} were run`];
}

function onThread(job: Job, onProgress: (progress: Progress) => void): Promise<void> {
  const thread = startThread(new URL(import.meta.url), job);
  return new Promise((resolve, reject) => {
    thread.on('message', onProgress);
    thread.on('error', reject);
    thread.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`))));
  });
}

async function work(job: Job): Promise<void> {
  Error.stackTraceLimit = 0; // processes die by the hundred thousand, and a fault is shown by its seed
  for await (const progress of job.kind === 'seeds' ? runSeeds(job.from, job.through) : runPairs(job.from, job.step)) {
    parentPort?.postMessage(progress);
  }
}

async function* runSeeds(from: number, through: number): AsyncGenerator<Progress> {
  for (let seed = from; seed <= through; ) {
    const faults: string[] = [];
    const first = seed;
    for (; seed < first + SEEDS_PER_MESSAGE && seed <= through; seed++) {
      const found = await faultsOf(seed);
      if (found.length > 0)
        faults.push(`seed ${seed}: ${found.join('; ')}\n  again: npm run simulate -- --seed ${seed}`);
    }
    yield { done: seed - first, faults };
  }
}

async function faultsOf(seed: number): Promise<readonly string[]> {
  try {
    return (await new World(seed).run()).faults;
  } catch (error) {
    return [String(error)];
  }
}

async function* runPairs(from: number, step: number): AsyncGenerator<Progress> {
  const { length } = await accesses();
  for (let first = from; first <= length; first += step) {
    const faults: string[] = [];
    const last = length + EXTRA_ACCESSES;
    for (let second = first + 1; second <= last; second++) {
      const outcome = await outcomeOf(first, second);
      if (outcome !== WHOLE) faults.push(`crashes at accesses ${first} and ${second}: ${outcome}, not ${WHOLE}`);
    }
    yield { done: last - first, faults };
  }
}
