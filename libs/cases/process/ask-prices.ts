import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call, client } from '#libs/grpc/client.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { priceKey } from '../due/due-groups.js';
import { knownPrices, type ReadPrices } from '../due/known-prices.js';
import type { DepartmentContext } from './context.js';

/** A list does not wait longer for its prices. */
const DEADLINE_MS = 2_000;

/**
 * What one more miss of each metric costs, as scoring states it. Only scoring knows the weights and the counts of all departments. A
 * department without the address of scoring, or while it is away, lists without prices.
 */
export async function askPrices(
  lifecycle: Lifecycle,
  { config, connectionTo, clock, department }: DepartmentContext,
): Promise<ReadPrices> {
  const address = config.CX_UPSTREAMS.scoring;
  if (address === undefined) return async () => undefined;
  const scoring = await lifecycle.add(
    'prices of misses',
    async () => client(ScoringServiceClient, address, connectionTo('scoring')),
    async (it) => it.close(),
  );
  const parent = `departments/${department.source}`;
  const ask = async () => {
    const { index, prices } = await call(scoring, 'listMissPrices', { parent }, { deadlineMs: DEADLINE_MS });
    if (index === '') return undefined;
    const costs = prices.map(({ metric, definition, costE6 }) => {
      return [priceKey({ id: metric.slice(metric.lastIndexOf('/') + 1), definition }), costE6] as const;
    });
    return { index, at: clock.now(), costsE6: new Map(costs) };
  };
  const onFailure = (error: unknown) =>
    lifecycle.log.warn({ error }, 'scoring did not state what misses cost; the last prices hold');
  return knownPrices(ask, clock, onFailure);
}
