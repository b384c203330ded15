import { inQuotes, quotedIfNeeded } from '#libs/domain/csv-cell.js';
import { type Encoding, LINE_ENDS, type Profile, SEPARATORS } from '../profile/profile.js';
import type { Cell } from './cell.js';

/** A file as its profile has it: the same bytes every time. */
export function fileBytes(profile: Profile, rows: readonly (readonly Cell[])[]): Buffer {
  const text = profile.csv === undefined ? jsonText(profile, rows) : csvText(profile, profile.csv, rows);
  return encoded(text, profile.encoding);
}

function csvText(
  { columns, lineEnd }: Profile,
  { separator, quoting, hasHead }: NonNullable<Profile['csv']>,
  rows: readonly (readonly Cell[])[],
): string {
  const written = ({ text, units }: Cell) => {
    const isQuoted = quoting === 'ALL' || (quoting === 'TEXT' && units === undefined);
    return isQuoted ? inQuotes(text) : quotedIfNeeded(text, SEPARATORS[separator]);
  };
  const heads = hasHead ? headLines(columns) : [];
  const lines = [...heads, ...rows].map((row) => row.map(written).join(SEPARATORS[separator]));
  return lines.map((line) => `${line}${LINE_ENDS[lineEnd]}`).join('');
}

/** The lines of the head: every column has the same number of headers. */
function headLines(columns: Profile['columns']): Cell[][] {
  const lines = columns[0]?.headers.length ?? 0;
  return Array.from({ length: lines }, (_, line) => columns.map(({ headers }) => ({ text: headers[line] ?? '' })));
}

/** A list with an object for each row; every value is a text, so that no program rounds a number. */
function jsonText({ columns, lineEnd }: Profile, rows: readonly (readonly Cell[])[]): string {
  const objects = rows.map((row) => {
    const fields = columns.map(({ headers }, at) => `${JSON.stringify(headers[0])}:${JSON.stringify(row[at]?.text)}`);
    return `{${fields.join(',')}}`;
  });
  return `[${objects.join(`,${LINE_ENDS[lineEnd]}`)}]${LINE_ENDS[lineEnd]}`;
}

function encoded(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'UTF_8':
    case 'ASCII':
      return Buffer.from(text);
    case 'UTF_8_BOM':
      return Buffer.from(`\uFEFF${text}`);
    case 'UTF_16LE_BOM':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'LATIN_1':
      return Buffer.from(text, 'latin1');
  }
}
