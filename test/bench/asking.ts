import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { ScoringServiceClient, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call } from '#libs/grpc/client.js';
import { client } from '#test/stack/client.js';

/**
 * A thread that only calls GetIndex. The thread that publishes 120,000 observations a second would measure latencies too late.
 */

/** The thread's options. */
export interface Asking {
  /** Of scoring. */
  readonly address: string;
  readonly index: string;
  readonly everyMs: number;
}

/** The thread's result, sent when it is stopped. */
export interface Asked {
  /** Milliseconds. */
  readonly took: readonly number[];
  /** When the slowest call began: seconds after the first call. */
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
  await call(scoring, 'getIndex', basic).catch(() => undefined); // the first call opens the connection
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
