import {
  type BonusInputServiceServer,
  BonusInputServiceService,
  type ExportSnapshotResponse,
} from '#libs/contracts/cx/bonus/v1/bonus.js';
import { CxError } from '#libs/domain/error.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import { unary } from '#libs/grpc/unary.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { SnapshotReason } from '../../periods/content.js';
import { createSnapshot } from '../../periods/create-snapshot.js';
import { termsByLife } from '../../periods/life/read-life.js';
import { notPayableReasons } from '../../periods/make-content.js';
import { readPeriod } from '../../periods/read-period.js';
import { listSnapshots } from '../../periods/store.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { periodIn } from '../period-in.js';
import { requireRequestId } from '../request-id.js';
import { versionPage } from '../version-page.js';
import { snapshotToProto } from './bonus-mapping.js';
import { fileOf, namedSnapshot } from './named-snapshot.js';

export interface BonusServiceOptions {
  readonly database: Database;
  /** `refresh` takes in what another process published just now. */
  readonly rulesets: Rulesets & { refresh?(): Promise<unknown> };
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'snapshotsTotal'>;
  /** "cx-index 0.2.0" */
  readonly engine: string;
  /** Adds what belongs to a snapshot in the transaction that makes it: its records. */
  readonly alongside?: Parameters<typeof createSnapshot>[5];
}

const REASONS: readonly SnapshotReason[] = ['FIRST', 'LATE_DATA', 'SOURCE_CORRECTION', 'ENGINE_DEFECT'];
const CHUNK_BYTES = 64 * 1024;

/** BonusInputService: freezes, numbers and exports bonus inputs. PeriodService approves and closes them. */
export function bonusService(options: BonusServiceOptions): ServedService {
  const { database, rulesets, clock, metrics, engine, alongside } = options;
  const termsOf = termsByLife(rulesets);
  const calls: BonusInputServiceServer = {
    checkPeriod: unary(async ({ name }) => {
      await rulesets.refresh?.();
      const period = periodIn(rulesets, name, 'name');
      const now = clock.now();
      const read = async (tx: Transaction) =>
        readPeriod(tx, period, rulesets, now, { ...(await termsOf(tx, period, now)), arrivals: 'NOT_ASKED' });
      const reading = await database.transaction(read, {
        isolation: 'repeatable read',
        readOnly: true,
        statementTimeoutMs: 60_000,
      });
      return {
        ready: reading.guards.every(({ met }) => met),
        guards: reading.guards.map((guard) => ({ ...guard })),
        notPayableReasons: [...notPayableReasons(reading)],
      };
    }),
    createSnapshot: unary(async (request, context) => {
      const reason = REASONS.find((one) => one === request.reason);
      if (reason === undefined)
        throw new CxError('REASON_INVALID', `a snapshot is made for one of ${REASONS.join(', ')}`, { field: 'reason' });
      requireRequestId(request.requestId);
      await rulesets.refresh?.();
      const asked = {
        ...request,
        reason,
        period: periodIn(rulesets, request.period, 'period'),
        madeBy: context.caller.name,
      };
      try {
        const made = await createSnapshot(database, rulesets, engine, asked, clock.now(), alongside, termsOf);
        metrics.snapshotsTotal.inc({ result: 'created', reason: '' });
        context.audited({ after: { version: made.content.version, contentSha256: made.contentSha256, reason } });
        return snapshotToProto(made);
      } catch (error) {
        if (error instanceof CxError) metrics.snapshotsTotal.inc({ result: 'refused', reason: error.reason });
        throw error;
      }
    }),
    getSnapshot: unary(async ({ name }) => {
      return snapshotToProto(await namedSnapshot(database, rulesets, name));
    }),
    listSnapshots: unary(async (query) => {
      const { name } = periodIn(rulesets, query.parent, 'parent');
      const list = (below: number, limit: number) => listSnapshots(database, name, below, limit);
      const { versions, nextPageToken } = await versionPage(query, list, ({ content }) => content.version);
      return { snapshots: versions.map(snapshotToProto), nextPageToken };
    }),
    exportSnapshot: serverStream(async function* ({ name, format }): AsyncIterable<ExportSnapshotResponse> {
      if (name.endsWith('/latest'))
        throw new CxError('VERSION_NOT_NAMED', 'a file must name its version', { field: 'name' });
      const file = fileOf(await namedSnapshot(database, rulesets, name), format);
      for (let at = 0; at < file.length; at += CHUNK_BYTES) yield { chunk: file.subarray(at, at + CHUNK_BYTES) };
    }),
  };
  // A caller that may create a snapshot may also read it.
  return servedService(BonusInputServiceService, calls);
}
