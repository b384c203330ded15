import type { FieldName, RowKind } from './fields.js';

/** What a file is loaded for. A department is claimed once for each purpose, so that nothing is paid twice. */
export const PURPOSES = ['RESULT', 'WEIGHT', 'PAY', 'CORRECTION'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const DAY_FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD.MM.YYYY'] as const;
export type DayFormat = (typeof DAY_FORMATS)[number];

export const ENCODINGS = ['UTF_8', 'UTF_8_BOM', 'UTF_16LE_BOM', 'LATIN_1', 'ASCII'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const SEPARATORS = { COMMA: ',', SEMICOLON: ';', TAB: '\t', PIPE: '|' } as const;
export const LINE_ENDS = { LF: '\n', CRLF: '\r\n' } as const;
export const DECIMAL_SIGNS = { DOT: '.', COMMA: ',' } as const;
/** WHEN_NEEDED: as RFC 4180 asks. TEXT: every text, so that a reader can tell texts from numbers. ALL: every cell. */
export const QUOTINGS = ['WHEN_NEEDED', 'TEXT', 'ALL'] as const;
/** EXACT: a number that has more decimals than the column is an error of its row. */
export const NUMBER_ROUNDINGS = ['EXACT', 'HALF_UP', 'HALF_EVEN'] as const;

/** How a number is written; digits are never grouped. */
export interface NumberFormat {
  /** Decimals of the file. */
  readonly decimals: number;
  readonly rounding: (typeof NUMBER_ROUNDINGS)[number];
  /** Moves the decimal sign to the left, or to the right below 0: 2 writes 87.4321 points as 0.874321. */
  readonly shift: number;
  /** The least and the greatest that may be written, in units of the last decimal. */
  readonly least: bigint | undefined;
  readonly most: bigint | undefined;
}

/** One column: from a field, or a text that is the same in every row. */
export interface Column {
  /** One for each line of the head. */
  readonly headers: readonly string[];
  readonly source: { readonly field: FieldName } | { readonly text: string };
  /** Of a number. */
  readonly number: NumberFormat | undefined;
  /** Of a day. */
  readonly day: DayFormat;
  /** Of a text: what the HR system calls each value. A value without a code is an error. */
  readonly codes: ReadonlyMap<string, string> | undefined;
  /** Characters of a text, at most. */
  readonly longest: number | undefined;
  /** Otherwise an empty cell is an error. */
  readonly mayBeEmpty: boolean;
}

/** A file that HR loads, as data. */
export interface Profile {
  readonly name: string;
  readonly purpose: Purpose;
  readonly rows: RowKind;
  /** With {period}, {version} and {pool}. */
  readonly file: string;
  readonly encoding: Encoding;
  readonly lineEnd: keyof typeof LINE_ENDS;
  readonly decimalSign: keyof typeof DECIMAL_SIGNS;
  /** Undefined: JSON. */
  readonly csv:
    | {
        readonly separator: keyof typeof SEPARATORS;
        readonly quoting: (typeof QUOTINGS)[number];
        readonly hasHead: boolean;
      }
    | undefined;
  readonly columns: readonly Column[];
}

/** Whether a column of the profile takes this field. */
export function takes({ columns }: Pick<Profile, 'columns'>, name: FieldName): boolean {
  return columns.some(({ source }) => 'field' in source && source.field === name);
}
