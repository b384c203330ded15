import { type ExportServiceServer, ExportServiceService } from '#libs/contracts/cx/bonus/v1/export.js';
import { CxError } from '#libs/domain/error.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import { workbookFile } from '#libs/statements/workbook/workbook-file.js';
import { claimExport } from '../../exports/claim-export.js';
import { readStatement } from '../../exports/read-statement.js';
import type { StoredSnapshot } from '../../periods/store.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { snapshotToProto } from '../bonus/bonus-mapping.js';
import { fileOf, namedSnapshot } from '../bonus/named-snapshot.js';
import { claimFrom } from './claim-request.js';
import { httpBody, requireFormat, SNAPSHOT_FORMATS, STATEMENT_FORMATS, statementFile } from './files.js';
import { workbookInputs } from './pages.js';
import { statementIn, statementToProto } from './statement-mapping.js';

export interface ExportServiceOptions {
  readonly database: Database;
  /** `refresh` takes in what another process published just now. */
  readonly rulesets: Rulesets & { refresh?(): Promise<unknown> };
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'exportClaimsTotal'>;
}

/** ExportService: statements of departments, and what HR has taken over into other systems, once. */
export function exportService({ database, rulesets, clock, metrics }: ExportServiceOptions): ServedService {
  const calls: ExportServiceServer = {
    claimExport: unary(async (request, { caller, audited }) => {
      try {
        const claiming = claimFrom(request, caller.name, rulesets);
        const { by, at, isRepeated } = await claimExport(database, claiming);
        metrics.exportClaimsTotal.inc({ result: isRepeated ? 'repeated' : 'claimed', reason: '' });
        const { purpose, pool, profile, departments, requestId } = claiming;
        const fileSha256 = claiming.fileSha256.toString('hex');
        audited({
          after: { purpose, pool, profile, departments: departments.join('/'), request: requestId, fileSha256 },
        });
        return { request, claimedBy: by, claimedAt: new Date(at) };
      } catch (error) {
        if (error instanceof CxError) metrics.exportClaimsTotal.inc({ result: 'refused', reason: error.reason });
        throw error;
      }
    }),
    getStatement: unary(async (request, { caller }) => {
      await rulesets.refresh?.();
      const asked = statementIn(request, rulesets);
      return statementToProto(request.name, await readStatement(database, rulesets, asked, clock.now()), caller);
    }),
    getStatementFile: unary(async (request, { caller }) => {
      const format = requireFormat(STATEMENT_FORMATS, request.format);
      await rulesets.refresh?.();
      const read = await readStatement(database, rulesets, statementIn(request, rulesets), clock.now());
      return statementFile(statementToProto(request.name, read, caller), format);
    }),
    getSnapshotFile: unary(async (request, { caller }) => {
      const format = requireFormat(SNAPSHOT_FORMATS, request.format);
      const stored = await namedSnapshot(database, rulesets, request.name);
      if (format !== 'xlsx') return httpBody(format, fileOf(stored, format));
      await rulesets.refresh?.();
      const statements = [];
      for (const name of statementNames(stored.content)) {
        const asked = statementIn({ name, version: stored.content.version }, rulesets);
        statements.push(statementToProto(name, await readStatement(database, rulesets, asked, clock.now()), caller));
      }
      const { bytes } = workbookFile(workbookInputs(snapshotToProto(stored), statements));
      return httpBody('xlsx', bytes);
    }),
  };
  return servedService(ExportServiceService, calls);
}

/** In the order of the version. */
function statementNames({ period, inputs }: StoredSnapshot['content']): string[] {
  return inputs.map(({ department }) => `departments/${department}/statements/${period}`);
}
