import type { Column, Profile } from '#libs/exports/profile/profile.js';
import type { WrittenProfile } from './export-profiles-document.js';

/** A profile as exports read it. */
export function profileOf(name: string, written: WrittenProfile): Profile {
  return {
    name,
    purpose: written.purpose,
    rows: written.rows,
    file: written.file,
    encoding: written.encoding,
    lineEnd: written.line_end,
    decimalSign: written.decimal_sign,
    csv: written.csv && {
      separator: written.csv.separator,
      quoting: written.csv.quoting,
      hasHead: written.csv.head,
    },
    columns: written.columns.map((column) => columnOf(column, written)),
  };
}

function columnOf(
  { headers, field, text, number, date, codes, longest, may_be_empty }: WrittenProfile['columns'][number],
  { codes: lists = {} }: WrittenProfile,
): Column {
  return {
    headers,
    source: field === undefined ? { text: text ?? '' } : { field },
    number: number && {
      decimals: number.decimals,
      rounding: number.rounding,
      shift: number.shift ?? 0,
      least: number.least === undefined ? undefined : BigInt(number.least),
      most: number.most === undefined ? undefined : BigInt(number.most),
    },
    day: date ?? 'YYYY-MM-DD',
    codes: codes === undefined ? undefined : new Map(Object.entries(lists[codes] ?? {})),
    longest,
    mayBeEmpty: may_be_empty === true,
  };
}
