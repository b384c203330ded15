import {
  type ExportRecordsResponse,
  type RecordServiceServer,
  RecordServiceService,
} from '#libs/contracts/cx/bonus/v1/record.js';
import { CxError } from '#libs/domain/error.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { listPublished } from '../../documents/store.js';
import { withManifest } from '../../records/bundle/bundle-files.js';
import { piecesOf } from '../../records/bundle/bundle-of.js';
import { readBundle } from '../../records/bundle/read-bundle.js';
import { periodNamed } from '../../rulesets/period-named.js';
import type { Rulesets } from '../../rulesets/rulesets.js';

export interface RecordServiceOptions {
  readonly database: Database;
  readonly rulesets: Rulesets;
  readonly metrics: Pick<Metrics, 'recordBundlesTotal'>;
}

/** RecordService: gives out records with what proves them. */
export function recordService({ database, rulesets, metrics }: RecordServiceOptions): ServedService {
  const calls: RecordServiceServer = {
    exportRecords: serverStream(async function* ({ name, withoutBatches }): AsyncIterable<ExportRecordsResponse> {
      const query = { ...versionNamed(rulesets, name), withBatches: !withoutBatches };
      const source = await readBundle(database, query, listPublished);
      yield* withManifest(source.snapshot, query.withBatches, piecesOf(source));
      metrics.recordBundlesTotal.inc({ batches: query.withBatches ? 'with' : 'without' });
    }),
  };
  return servedService(RecordServiceService, calls);
}

function versionNamed(rulesets: Rulesets, name: string) {
  const [, period = '', version = ''] = /^periods\/([^/]+)\/snapshots\/(latest|[1-9]\d{0,8})$/.exec(name) ?? [];
  if (period === '')
    throw new CxError('NAME_INVALID', 'name is written periods/2018-08/snapshots/1', { field: 'name' });
  if (version === 'latest') throw new CxError('VERSION_NOT_NAMED', 'a bundle must name its version', { field: 'name' });
  return { period: periodNamed(rulesets, period, 'name'), version: Number(version) };
}
