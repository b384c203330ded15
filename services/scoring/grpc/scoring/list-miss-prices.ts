import type { handleUnaryCall } from '@grpc/grpc-js';
import type { ListMissPricesRequest, ListMissPricesResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { CxError } from '#libs/domain/error.js';
import { unary } from '#libs/grpc/unary.js';
import { formatIndexName, parseOwner } from '../../answers/index-name.js';
import type { LiveIndexes } from '../../answers/live-index.js';
import { missPrices } from '../../index/explain/miss-prices.js';

/** Says what one more miss of each metric costs the newest measured index of a department. */
export function listMissPrices(indexes: LiveIndexes): handleUnaryCall<ListMissPricesRequest, ListMissPricesResponse> {
  return unary(async ({ parent }) => {
    const { department, unit } = parseOwner(indexes, parent, 'parent');
    if (department === '-' || unit !== undefined) {
      throw new CxError('NAME_INVALID', 'parent is departments/{department}', { field: 'parent' });
    }
    const newest = await indexes.newest(department);
    if (newest === undefined) return { index: '', ruleset: '', prices: [] };
    return {
      index: formatIndexName(newest.name),
      ruleset: newest.ruleset.name,
      prices: missPrices(newest.index).map(({ rule, costE6 }) => ({
        metric: `metrics/${rule.stated.id}`,
        definition: rule.definition,
        costE6,
      })),
    };
  });
}
