import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { CxError } from '#libs/domain/error.js';
import { Database } from '#libs/postgres/database.js';
import type { Found } from './verifier.js';
import { verifyCounts } from './verify-counts.js';

/** The thread that verifies the counts: it makes one verification, sends one message with the result and ends. */
setPriority(constants.priority.PRIORITY_LOW); // on Linux of this thread alone
const { url } = workerData as { readonly url: string };
const database = new Database({ url, name: 'cx-scoring-verify', poolSize: 1 });
try {
  tell({ verification: await verifyCounts(database) });
} catch (error) {
  if (!(error instanceof CxError)) throw error;
  tell({ refusal: { reason: error.reason, message: error.message } });
} finally {
  await database.close();
}

function tell(found: Found): void {
  parentPort?.postMessage(found);
}
