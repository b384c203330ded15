import { basename, dirname } from 'node:path';
import { GetStatementRequest } from '#libs/contracts/cx/bonus/v1/export.js';
import { call as ask } from '#libs/grpc/client.js';
import { htmlOf } from '#libs/statements/html.js';
import { pdfOf } from '#libs/statements/pdf.js';
import { pageOf } from '#services/scoring/grpc/exports/pages.js';
import { argument, type Call, type Command, type ExitCode, numberOption, option, UsageError } from '../command.js';
import { exportsOf } from '../connect.js';
import { RefusedExport } from '../exports/refused-export.js';
import { factorOf } from '../statements/factor-of.js';
import { writeFiles } from '../write-files.js';

/** `cx bonus statement PERIOD DEPARTMENT --out F.html|F.pdf`: what a department is paid by, for people. */
export const bonusStatement: Command = {
  parameters: 'PERIOD DEPARTMENT',
  description: 'Writes the statement of a department as HTML or PDF. A department gets its own, HR that of each.',
  example: 'cx bonus statement 2018-07 delivery --out delivery.html --as lead-of-delivery',
  options: {
    out: { type: 'string', description: 'the file: .html or .pdf' },
    version: { type: 'string', description: 'number of the version; default: the newest' },
    factor: { type: 'boolean', description: 'HR: with what the published pay plan makes of the index' },
  },
  run: async (call) => {
    try {
      return await write(call);
    } catch (error) {
      if (!(error instanceof RefusedExport)) throw error;
      call.remark(`${error.reason}: ${error.message}`);
      return 1;
    }
  },
};

async function write(call: Call): Promise<ExitCode> {
  const [period, department, out] = [argument(call, 0), argument(call, 1), option(call, 'out')];
  const render = out.endsWith('.html') ? htmlOf : out.endsWith('.pdf') ? pdfOf : undefined;
  if (render === undefined && !call.json) throw new UsageError('name the file: --out statement.html or statement.pdf');
  const name = `departments/${department}/statements/${period}`;
  const version = option(call, 'version') === '' ? 0 : numberOption(call, 'version', 1);
  const statement = await ask(exportsOf(), 'getStatement', GetStatementRequest.fromPartial({ name, version }));
  const factor = call.options['factor'] === true ? await factorOf(statement.snapshot, department) : undefined;
  const page = pageOf(statement, factor);
  if (render === undefined) {
    call.print(JSON.stringify(page, (_, value) => (typeof value === 'bigint' ? String(value) : value), 2));
    return 0;
  }
  const files = { [basename(out)]: render(page) };
  const written = writeFiles(dirname(out), files, (path) => new RefusedExport('FILE_DIFFERS', path));
  for (const path of written) call.remark(`Written: ${path}`);
  return 0;
}
