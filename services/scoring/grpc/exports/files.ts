import type { Statement } from '#libs/contracts/cx/bonus/v1/export.js';
import type { HttpBody } from '#libs/contracts/google/api/httpbody.js';
import { CxError } from '#libs/domain/error.js';
import { htmlOf } from '#libs/statements/html.js';
import { pdfOf } from '#libs/statements/pdf.js';
import { pageOf } from './pages.js';

export const SNAPSHOT_FORMATS = ['csv', 'json', 'xlsx'] as const;
export const STATEMENT_FORMATS = ['html', 'pdf'] as const;
type Format = (typeof SNAPSHOT_FORMATS)[number] | (typeof STATEMENT_FORMATS)[number];

const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
};

export function httpBody(format: Format, data: Buffer): HttpBody {
  return { contentType: CONTENT_TYPES[format], data, extensions: [] };
}

/** @throws {CxError} FORMAT_INVALID */
export function requireFormat<F extends Format>(formats: readonly F[], asked: string): F {
  const found = formats.find((one) => one === asked);
  if (found === undefined)
    throw new CxError('FORMAT_INVALID', `the file is written as ${formats.join(' or ')}`, { field: 'format' });
  return found;
}

/** The statement of a department for people. */
export function statementFile(statement: Statement, format: (typeof STATEMENT_FORMATS)[number]): HttpBody {
  const page = pageOf(statement, undefined);
  return httpBody(format, format === 'html' ? Buffer.from(htmlOf(page)) : pdfOf(page));
}
