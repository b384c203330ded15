import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { BatchServiceClient } from '#libs/contracts/cx/batches/v1/batches.js';
import { call } from '#libs/grpc/client.js';
import { client } from '#test/stack/client.js';

const EVERY_MS = 20;
const WARM_UP = 50;

/** A thread: calls one method every twenty milliseconds for a while, and reports how long its calls took. */
const { port, ms } = workerData as { readonly port: number; readonly ms: number };
const batches = client(BatchServiceClient, `127.0.0.1:${port}`, 'scoring');
for (let turn = 0; turn < WARM_UP; turn++) await call(batches, 'listShards', {});

const took: number[] = [];
let failed = 0;
const until = performance.now() + ms;
while (performance.now() < until) {
  const started = performance.now();
  try {
    await call(batches, 'listShards', {});
    took.push(performance.now() - started);
  } catch {
    failed += 1;
  }
  await pause(EVERY_MS);
}
parentPort?.postMessage({ took, failed });
batches.close();
