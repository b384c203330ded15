import { type ScoringServiceServer, ScoringServiceService } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { LiveIndexes } from '../../answers/live-index.js';
import type { WaitForReceiptOptions } from '../../answers/reached-receipt.js';
import { IndexWatch } from '../../watch/watch.js';
import { batchGetIndexes } from './batch-get-indexes.js';
import { compareIndexes } from './compare-indexes.js';
import { explainIndex } from './explain-index.js';
import { getIndex } from './get-index.js';
import { listIndexes } from './list-indexes.js';
import { listMetrics } from './list-metrics.js';
import { listMissPrices } from './list-miss-prices.js';
import { listMisses } from './list-misses.js';
import { watchIndex } from './watch-index.js';

export interface ScoringServiceOptions {
  readonly indexes: LiveIndexes;
  readonly clock: Clock;
  readonly counts: WaitForReceiptOptions['counts'];
  readonly askSource: WaitForReceiptOptions['askSource'];
  /** Names this run of the process, so that resume tokens of another expire. */
  readonly run: string;
  /** Paces of a watch, for tests. */
  readonly watchPace?: { readonly lookMs: number; readonly heartbeatMs: number };
}

/** ScoringService: every call reads, none changes a count. */
export function scoringService(options: ScoringServiceOptions): ServedService {
  const { indexes, clock, counts, askSource, run, watchPace } = options;
  const watch = new IndexWatch({ indexes, clock, run, ...watchPace });
  const calls: ScoringServiceServer = {
    getIndex: getIndex(indexes, { counts, askSource, clock }),
    batchGetIndexes: batchGetIndexes(indexes),
    listIndexes: listIndexes(indexes),
    explainIndex: explainIndex(indexes),
    compareIndexes: compareIndexes(indexes),
    listMisses: listMisses(indexes),
    listMissPrices: listMissPrices(indexes),
    watchIndex: watchIndex(watch, indexes, clock),
    listMetrics: listMetrics(indexes),
  };
  return servedService(ScoringServiceService, calls);
}
