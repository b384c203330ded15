import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { ScoringServiceClient, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call, client } from '#libs/grpc/client.js';

/** A thread that does nothing but ask: who hands out 120,000 observations a second looks at his watch too late. */

/** What it is told. */
export interface Asking {
  /** Of scoring. */
  readonly address: string;
  readonly index: string;
  readonly everyMs: number;
}

/** What it says when it is told to stop. */
export interface Asked {
  /** Milliseconds. */
  readonly took: readonly number[];
  /** Seconds after the first question. */
  readonly longestAt: number;
}

if (parentPort !== null) {
  let isOver = false;
  parentPort.once('message', () => {
    isOver = true;
  });
  parentPort.postMessage(await ask(workerData as Asking, () => isOver));
}

async function ask({ address, index, everyMs }: Asking, isOver: () => boolean): Promise<Asked> {
  const scoring = client(ScoringServiceClient, address, 'console');
  const basic = { name: index, view: View.VIEW_BASIC, atLeast: '' };
  await call(scoring, 'getIndex', basic).catch(() => undefined); // the first one has nothing to go by
  const took: number[] = [];
  let [longest, longestAt] = [0, 0];
  const start = performance.now();
  while (!isOver()) {
    const began = performance.now();
    await call(scoring, 'getIndex', basic, { deadlineMs: 30_000 });
    const ms = performance.now() - began;
    took.push(ms);
    if (ms > longest) [longest, longestAt] = [ms, (began - start) / 1_000];
    await pause(everyMs);
  }
  scoring.close();
  return { took, longestAt };
}
