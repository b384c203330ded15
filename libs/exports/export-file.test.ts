import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportFile, type SourceRow } from './export-file.js';
import { JULY, JULY_FACTORS, JULY_LINES, JULY_PAYOUT } from './fixtures/july.js';
import type { Column, Profile } from './profile/profile.js';
import { departmentRows, metricRows } from './rows/department-rows.js';
import { payeeRows } from './rows/payee-rows.js';

const column = (header: string, source: Column['source'], change: Partial<Column> = {}): Column => ({
  ...{ headers: [header], source, number: undefined, day: 'YYYY-MM-DD', codes: undefined },
  ...{ longest: undefined, mayBeEmpty: false, ...change },
});
const exact = (decimals: number, change: Partial<NonNullable<Column['number']>> = {}) => ({
  number: { decimals, rounding: 'EXACT' as const, shift: 0, least: undefined, most: undefined, ...change },
});
const COLUMNS = [
  column('Department', { field: 'department' }),
  column('Index', { field: 'index' }, exact(4)),
  column('Change', { field: 'change' }, exact(4)),
];
const profile = (change: Partial<Profile> = {}): Profile => ({
  ...{ name: 'p', purpose: 'RESULT', rows: 'DEPARTMENTS', file: 'p.csv', encoding: 'UTF_8', lineEnd: 'LF' },
  ...{ decimalSign: 'DOT', csv: { separator: 'COMMA', quoting: 'WHEN_NEEDED', hasHead: true }, columns: COLUMNS },
  ...change,
});
const CSV = { separator: 'COMMA', quoting: 'WHEN_NEEDED', hasHead: true } as const;

const rows = departmentRows(JULY, JULY.departments, JULY_FACTORS);
const bytesOf = (one: Profile, of: readonly SourceRow[] = rows, mark: 'PAYABLE' | 'SIMULATION' = 'PAYABLE') => {
  const made = exportFile(one, of, mark);
  if (made.kind !== 'file') throw new Error(JSON.stringify(made.faults));
  return made.bytes;
};
const linesOf = (one: Profile, of?: readonly SourceRow[], mark?: 'SIMULATION') =>
  bytesOf(one, of, mark).toString().split('\n');
const faultsOf = (columns: readonly Column[], of: readonly SourceRow[] = rows, change: Partial<Profile> = {}) => {
  const made = exportFile(profile({ columns, ...change }), of, 'PAYABLE');
  return made.kind === 'faults' ? made.faults : [];
};

describe('a file by a profile', () => {
  it('has its columns in their order, numbers as numbers, and negative ones too', () => {
    expect(linesOf(profile())).toEqual([
      'Department,Index,Change',
      'ordering,85.0000,-0.0005',
      'warehouse,87.4321,-0.0005',
      'delivery,71.0050,-0.0005',
      'support,92.5000,-0.0005',
      '',
    ]);
  });

  it('is the same bytes every time', () => {
    expect(bytesOf(profile())).toEqual(bytesOf(profile()));
  });

  it.each(['=cmd|calc', '+49', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\uFF1Dx'])(
    'disarms the text %j, so that no spreadsheet runs it',
    (text) => {
      const one = profile({ columns: [column('A', { field: 'department' })] });
      const written = linesOf(one, [{ department: { text } }])[1];
      expect(written?.replace('"', '')).toMatch(/^'/);
    },
  );

  it('never writes a cell that begins as a formula, whatever a text says; a number keeps its sign', () => {
    const one = profile({ columns: [column('A', { field: 'department' }), column('B', { field: 'index' }, exact(2))] });
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), (text, whole) => {
        fc.pre(!/[",\r\n\uD800-\uDFFF]/.test(text));
        const row = { department: { text }, index: { number: { whole, scale: 2 } } };
        const [first = '', second = ''] = (linesOf(one, [row])[1] ?? '').split(',');
        expect(first).not.toMatch(/^\s*[=+\-@]/);
        expect(BigInt(second.replace('.', ''))).toBe(whole);
      }),
    );
  });

  it('quotes what must be quoted, every text, or every cell', () => {
    const row = [{ department: { text: 'a, "b"' }, index: { number: { whole: 1n, scale: 0 } } }];
    const columns = [column('A', { field: 'department' }), column('B', { field: 'index' }, exact(0))];
    const written = (quoting: 'WHEN_NEEDED' | 'TEXT' | 'ALL') =>
      linesOf(profile({ columns, csv: { ...CSV, quoting } }), row).slice(0, 2);
    expect(written('WHEN_NEEDED')).toEqual(['A,B', '"a, ""b""",1']);
    expect(written('TEXT')).toEqual(['"A","B"', '"a, ""b""",1']);
    expect(written('ALL')).toEqual(['"A","B"', '"a, ""b""","1"']);
  });

  it('has separator, decimal sign, line end, head and mark of the order of bytes as the profile says', () => {
    const one = profile({ decimalSign: 'COMMA', lineEnd: 'CRLF', csv: { ...CSV, separator: 'SEMICOLON' } });
    expect(bytesOf(one).toString()).toContain('warehouse;87,4321;-0,0005\r\n');
    expect(linesOf(profile({ decimalSign: 'COMMA' }))[1]).toBe('ordering,"85,0000","-0,0005"');
    expect(linesOf(profile({ csv: { ...CSV, hasHead: false } }))[0]).toBe('ordering,85.0000,-0.0005');
    expect([...bytesOf(profile({ encoding: 'UTF_8_BOM' })).subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x44]);
    expect([...bytesOf(profile({ encoding: 'UTF_16LE_BOM' })).subarray(0, 4)]).toEqual([0xff, 0xfe, 0x44, 0x00]);
  });

  it('writes several lines of head', () => {
    const two = [{ ...column('name', { field: 'department' }), headers: ['name', 'Name of the goal'] }];
    expect(linesOf(profile({ columns: two })).slice(0, 3)).toEqual(['name', 'Name of the goal', 'ordering']);
    const faults = faultsOf([{ ...two[0], longest: 8 } as Column]);
    expect(faults).toEqual([{ line: 4, column: 'name', reason: 'TEXT_TOO_LONG' }]);
  });

  it('writes days as the other system reads them, and codes for texts', () => {
    const columns = [
      column('Day', { field: 'first_day' }, { day: 'MM/DD/YYYY' }),
      column(
        'Goal',
        { field: 'department' },
        { codes: new Map(JULY.departments.map((one) => [one.department, 'G-1'])) },
      ),
      column('Code', { text: 'XYZ' }),
    ];
    expect(linesOf(profile({ columns }))[1]).toBe('07/01/2018,G-1,XYZ');
  });

  it('moves the decimal sign, and rounds once where the column permits it', () => {
    const factor = (change: Parameters<typeof exact>[1]) =>
      linesOf(profile({ columns: [column('F', { field: 'factor' }, exact(4, { rounding: 'HALF_UP', ...change }))] }));
    expect(factor({}).slice(1, 4)).toEqual(['1.0000', '1.1216', '0.3668']);
    expect(factor({ shift: -2 }).slice(1, 4)).toEqual(['100.0000', '112.1605', '36.6833']);
    expect(faultsOf([column('F', { field: 'factor' }, exact(4))])).toEqual([
      { line: 3, column: 'F', reason: 'NUMBER_INEXACT' },
      { line: 4, column: 'F', reason: 'NUMBER_INEXACT' },
    ]);
  });

  it('is JSON without settings of CSV, with texts for numbers', () => {
    expect(JSON.parse(bytesOf(profile({ csv: undefined })).toString())[1]).toEqual({
      ...{ Department: 'warehouse', Index: '87.4321', Change: '-0.0005' },
    });
  });

  it('has a last column that says so in every row when it is a simulation', () => {
    const lines = linesOf(profile(), rows, 'SIMULATION');
    expect(lines.slice(0, 2)).toEqual(['Department,Index,Change,SIMULATION', 'ordering,85.0000,-0.0005,SIMULATION']);
  });

  it('states the sum of every number column as it is written', () => {
    const made = exportFile(profile(), rows, 'PAYABLE');
    expect(made).toMatchObject({
      rows: 4,
      totals: [
        { column: 'Index', sum: '335.9371' },
        { column: 'Change', sum: '-0.0020' },
      ],
    });
  });
});

describe('a file is not written, and every cell that is wrong is named by line, column and reason:', () => {
  it.each<[string, Partial<Column>, SourceRow, string]>([
    ['nothing where a value is needed', {}, {}, 'CELL_EMPTY'],
    ['an empty text', {}, { department: { text: '' } }, 'CELL_EMPTY'],
    ['a value without a code', { codes: new Map() }, { department: { text: 'a' } }, 'CODE_MISSING'],
    ['a long text', { longest: 3 }, { department: { text: 'abcd' } }, 'TEXT_TOO_LONG'],
    [
      'a text that becomes too long when it is disarmed',
      { longest: 3 },
      { department: { text: '=ab' } },
      'TEXT_TOO_LONG',
    ],
    ['half a character', {}, { department: { text: '\uD800' } }, 'CHARACTER_NOT_ENCODED'],
  ])('%s', (_, change, row, reason) => {
    const good = { department: { text: 'ok' } };
    const codes = change.codes && new Map([['ok', 'ok']]);
    const columns = [column('A', { field: 'department' }, { ...change, codes })];
    expect(faultsOf(columns, [good, row])).toEqual([{ line: 3, column: 'A', reason }]);
  });

  it('numbers out of their range, and characters that the encoding lacks', () => {
    const most = [column('Amount', { field: 'amount' }, exact(2, { least: 0n, most: 999_999n }))];
    const amounts = payeeRows(JULY, JULY_PAYOUT, JULY_LINES);
    expect(faultsOf(most, amounts)).toEqual([
      { line: 2, column: 'Amount', reason: 'NUMBER_OUT_OF_RANGE' },
      { line: 3, column: 'Amount', reason: 'NUMBER_OUT_OF_RANGE' },
    ]);
    const named = [{ department: { text: 'Prämie' } }];
    const columns = [column('A', { field: 'department' })];
    expect(faultsOf(columns, named, { encoding: 'LATIN_1' })).toEqual([]);
    expect(faultsOf(columns, named, { encoding: 'ASCII' })).toHaveLength(1);
    expect(faultsOf(columns, [{ department: { text: '\u20AC' } }], { encoding: 'LATIN_1' })).toHaveLength(1);
  });

  it('nothing at all may stand in a column that may be empty', () => {
    const columns = [
      column('A', { field: 'department' }),
      column('I', { field: 'index' }, { ...exact(2), mayBeEmpty: true }),
    ];
    expect(linesOf(profile({ columns }), [{ department: { text: 'a' } }])[1]).toBe('a,');
  });
});

describe('rows', () => {
  it('of metrics are those with a weight, numbered through', () => {
    const all = metricRows(JULY, JULY.departments.slice(0, 2));
    expect(all.map(({ metric, row }) => [metric, row])).toEqual(
      ['first', 'second', 'first', 'second'].map((text, at) => [
        { text },
        { number: { whole: BigInt(at + 1), scale: 0 } },
      ]),
    );
  });

  it('of payees have the decimals of their currency, and a line for the wage statement', () => {
    const [first] = payeeRows(JULY, JULY_PAYOUT, JULY_LINES);
    expect(first).toMatchObject({
      amount: { number: { whole: 4_649_419n, scale: 2 } },
      payslip_text: { text: 'Customer experience 2018-07: 46494.19 BRL' },
    });
    const yen = payeeRows(JULY, JULY_PAYOUT, [{ ...JULY_LINES[0], currency: 'JPY' } as never]);
    expect(yen[0]?.amount).toEqual({ number: { whole: 4_649_419n, scale: 0 } });
  });
});
