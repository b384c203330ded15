import type { handleUnaryCall } from '@grpc/grpc-js';
import type { GetIndexRequest, Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { unary } from '#libs/grpc/unary.js';
import { parseIndexName } from '../../answers/index-name.js';
import type { LiveIndexes } from '../../answers/live-index.js';
import { type WaitForReceiptOptions, waitForReceipt } from '../../answers/reached-receipt.js';
import { requireOwnUnits, showing } from './shown-index.js';

/** Reads one index, of an open period too; with a receipt, one that contains what was written. */
export function getIndex(
  indexes: LiveIndexes,
  reaching: WaitForReceiptOptions,
): handleUnaryCall<GetIndexRequest, Index> {
  return unary(async ({ name, view, atLeast }, context) => {
    const wanted = parseIndexName(indexes.names, name);
    requireOwnUnits(context.sees, wanted);
    if (atLeast !== '') await waitForReceipt(reaching, atLeast, context);
    const index = await indexes.find(wanted, atLeast === '' ? 'RECENT' : 'NOW');
    return showing(indexes, context.sees)(index, view);
  });
}
