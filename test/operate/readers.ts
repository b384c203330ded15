import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '#deploy/local/services.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { CountsServiceClient } from '#libs/contracts/cx/scoring/v1/counts.js';
import { call } from '#libs/grpc/client.js';
import { client } from '#test/stack/client.js';

/** What readers saw until they ended. */
export interface Seen {
  readonly calls: number;
  /** Errors, each with the service that was called. Nothing was repeated. */
  readonly failed: readonly string[];
}

/**
 * Two readers of scoring and of delivery, as dashboards are: one keeps its connection, the other opens a new one for each call. They ask
 * ten times a second and repeat nothing.
 */
export function readOn({ scoring, delivery }: Readonly<Record<ServiceName, string>>): { end(): Promise<Seen> } {
  const failed: string[] = [];
  let calls = 0;
  let isOver = false;
  const read = async (name: string, ask: () => Promise<unknown>) => {
    while (!isOver) {
      calls += 1;
      await ask().catch((error: unknown) => failed.push(`${name}: ${error}`));
      await pause(100);
    }
  };
  const kept = client(CountsServiceClient, scoring, 'console');
  const keptOfDelivery = client(FactsServiceClient, delivery, 'console');
  const reading = Promise.all([
    read('scoring', () => call(kept, 'getPipelineStatus', {})),
    read('delivery', () => call(keptOfDelivery, 'getIntakeStatus', {})),
    read('scoring, newly connected', () => {
      const fresh = client(CountsServiceClient, scoring, 'console');
      return call(fresh, 'getPipelineStatus', {}).finally(() => fresh.close());
    }),
    read('delivery, newly connected', () => {
      const fresh = client(FactsServiceClient, delivery, 'console');
      return call(fresh, 'getIntakeStatus', {}).finally(() => fresh.close());
    }),
  ]);
  const end = async () => {
    isOver = true;
    await reading;
    kept.close();
    keptOfDelivery.close();
    return { calls, failed };
  };
  return { end };
}
