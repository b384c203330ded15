import type { ServedService } from '#libs/grpc/served-service.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { CountsReader } from '../counts/read.js';
import { PublishedRulesets } from '../documents/published-rulesets.js';
import { documentService } from '../grpc/documents/documents-service.js';

/** How long another process of scoring may go on by the rulesets before, after one was published. */
const REFRESH_MS = 2_000;

export interface FollowedDocuments {
  readonly rulesets: PublishedRulesets;
  readonly service: ServedService;
}

/** Takes in what the company publishes, and follows it: this process at once, every other one within two seconds. */
export async function followDocuments(
  lifecycle: Lifecycle,
  {
    database,
    counts,
    metrics,
  }: { readonly database: Database; readonly counts: CountsReader; readonly metrics: Metrics },
): Promise<FollowedDocuments> {
  const rulesets = await PublishedRulesets.open(database, (all) => {
    lifecycle.log.info({ rulesets: all.map(({ name }) => name) }, 'the company has published rulesets');
    for (const { name, sha256 } of all) metrics.rulesetInfo.set({ ruleset: name, sha256: sha256.toString('hex') });
  });
  await lifecycle.add(
    'documents',
    () =>
      every(REFRESH_MS, async () => void (await rulesets.refresh()), {
        onError: (error) => lifecycle.log.warn({ error }, 'reading the published documents failed'),
      }),
    (it) => it.stop(),
  );
  const service = documentService({
    ...{ database, counts, rulesets, metrics, clock: systemClock },
    onPublished: () => rulesets.refresh(),
  });
  return { rulesets, service };
}
