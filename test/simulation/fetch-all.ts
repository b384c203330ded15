import type { PublishingProcess } from './publishing.js';
import type { SimReader } from './reader.js';
import type { SourceProcess } from './source.js';

/** Each fetch may find a batch that the one before made readable. */
const LOOKS = 20;

/** The department fetches what scoring published, redrives the quarantine, and judges by it. No process dies. */
export async function fetchDocuments(scoring: PublishingProcess, department: SourceProcess): Promise<void> {
  await scoring.seal();
  for (let look = 0, missing = 1n; look < LOOKS && missing > 0n; look++) {
    missing = await department.documents.fetch();
    await department.documents.redrive();
  }
  await department.rejudge();
}

/** The readers fetch what the department sealed, and redrive the quarantine. */
export async function fetchObservations(reader: SimReader): Promise<void> {
  for (let look = 0, missing = 1n; look < LOOKS && missing > 0n; look++) {
    missing = await reader.repair();
    for (const subscription of await reader.subscriptions()) await reader.receiver.redrive(subscription, true);
  }
}
