import { GetStatementRequest } from '#libs/contracts/cx/bonus/v1/export.js';
import { call as ask } from '#libs/grpc/client.js';
import { parseRecord } from '#libs/statements/statement-record.js';
import { workbookFile } from '#libs/statements/workbook/workbook-file.js';
import type { Call, ExitCode } from '../command.js';
import { bonusInputs, exportsOf } from '../connect.js';
import { writeFiles } from '../write-files.js';
import { frozenOf, frozenVersion, hex } from './frozen-version.js';
import { RefusedExport } from './refused-export.js';

/** Writes a version as a workbook for people. Nothing is claimed: no system loads it. */
export async function writeWorkbook(call: Call, named: string, folder: string): Promise<ExitCode> {
  const snapshot = await frozenVersion(bonusInputs(), named);
  const frozen = frozenOf(snapshot);
  const statements = [];
  for (const { department } of frozen.departments) {
    const name = `departments/${department}/statements/${frozen.period}`;
    const request = GetStatementRequest.fromPartial({ name, version: frozen.version });
    statements.push(await ask(exportsOf(), 'getStatement', request));
  }
  const approvals = (statements[0]?.approvals ?? []).map(({ role, approvedBy, approvedAt }) => {
    return { role, by: approvedBy, at: approvedAt?.getTime() };
  });
  const records = statements.map(({ record, recordId }) => ({ record: parseRecord(record), recordId: hex(recordId) }));
  const { name, bytes, manifest } = workbookFile({ frozen, records, approvals, engine: snapshot.engine });
  const files = { [name]: bytes, [`${name}.manifest.json`]: manifest };
  const written = writeFiles(folder, files, (path) => new RefusedExport('FILE_DIFFERS', path));
  for (const path of written) call.remark(`Written: ${path}`);
  return 0;
}
