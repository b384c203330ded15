import { GetStatementRequest } from '#libs/contracts/cx/bonus/v1/export.js';
import { call as ask } from '#libs/grpc/client.js';
import { workbookFile } from '#libs/statements/workbook/workbook-file.js';
import { frozenOf } from '#services/scoring/grpc/exports/frozen.js';
import { workbookInputs } from '#services/scoring/grpc/exports/pages.js';
import type { Call, ExitCode } from '../command.js';
import { bonusInputs, exportsOf } from '../connect.js';
import { writeFiles } from '../write-files.js';
import { frozenVersion } from './frozen-version.js';
import { RefusedExport } from './refused-export.js';

/** Writes a version as a workbook for people. Nothing is claimed: no system loads it. */
export async function writeWorkbook(call: Call, named: string, folder: string): Promise<ExitCode> {
  const snapshot = await frozenVersion(bonusInputs(), named);
  const { departments, period, version } = frozenOf(snapshot);
  const statements = [];
  for (const { department } of departments) {
    const name = `departments/${department}/statements/${period}`;
    statements.push(await ask(exportsOf(), 'getStatement', GetStatementRequest.fromPartial({ name, version })));
  }
  const { name, bytes, manifest } = workbookFile(workbookInputs(snapshot, statements));
  const files = { [name]: bytes, [`${name}.manifest.json`]: manifest };
  const written = writeFiles(folder, files, (path) => new RefusedExport('FILE_DIFFERS', path));
  for (const path of written) call.remark(`Written: ${path}`);
  return 0;
}
