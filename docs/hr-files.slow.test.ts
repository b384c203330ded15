import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JULY } from '#libs/exports/fixtures/july.js';
import { DELIVERY } from '#libs/statements/fixtures/delivery.js';
import { workbookFile } from '#libs/statements/workbook/workbook-file.js';
import { findTool } from '#test/foreign/tools.js';

/** What a spreadsheet would compute if it took the texts for formulas. */
const PLANTED = ['=1+1', '+1+1', '-1+1', '@SUM(1;1)', '=HYPERLINK("https://example.com";"x")'];

const frozen = {
  ...JULY,
  departments: JULY.departments.map((one, at) => ({ ...one, status: PLANTED[at] ?? one.status })),
};
const { bytes } = workbookFile({
  ...{ frozen, engine: PLANTED[4] ?? '', records: [{ record: DELIVERY, recordId: 'a1'.repeat(32) }] },
  approvals: [{ role: 'HR', by: 'hr-approver', at: 0 }],
});

const office = await findTool('libreoffice-calc-nogui');
if ('reason' in office) console.log(`not run: workbooks and CSV in LibreOffice. ${office.reason}`);
const python = await findTool('python3');
if ('reason' in python) console.log(`not run: workbooks and CSV in Python. ${python.reason}`);

const folder = mkdtempSync(join(tmpdir(), 'cx-hr-files-'));
const file = join(folder, 'bonus.xlsx');
beforeAll(() => writeFileSync(file, bytes));
afterAll(() => rmSync(folder, { recursive: true }));

/** Converts by LibreOffice without a window and without the settings of a user. Every sheet becomes a file. */
function converted(source: string, to: string, out: string, ...from: readonly string[]): void {
  if ('reason' in office) throw new Error(office.reason);
  const settings = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  execFileSync(office.path, [settings, '--headless', ...from, '--convert-to', to, '--outdir', out, source], {
    timeout: 120_000,
  });
}
/** Comma, double quote, UTF-8, cells as they are kept, every sheet. */
const AS_CSV = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1';

describe.skipIf('reason' in office)('LibreOffice', () => {
  it('opens the workbook, and gives back every cell: numbers as numbers, texts as texts', () => {
    const out = join(folder, 'sheets');
    converted(file, AS_CSV, out);
    const sheet = (name: string) => parse(readFileSync(join(out, `bonus-${name}.csv`))) as string[][];
    expect(readdirSync(out)).toHaveLength(6);
    expect(sheet('Departments').map((row) => row.slice(0, 4))).toEqual([
      ['Department', 'Index', 'Low (95 %)', 'High (95 %)'],
      ['ordering', '85', '81', '89'],
      ['warehouse', '87.4321', '83.4321', '91.4321'],
      ['delivery', '71.005', '67.005', '75.005'],
      ['support', '92.5', '88.5', '96.5'],
    ]);
    expect(
      sheet('Departments')
        .slice(1)
        .map((row) => row[7]),
    ).toEqual(PLANTED.slice(0, 4).map((one) => one.toLowerCase()));
    expect(sheet('Summary').find(([what]) => what === 'Made by')?.[1]).toBe(PLANTED[4]);
    expect(
      sheet('Not counted')
        .slice(1)
        .map((row) => row.slice(2)),
    ).toEqual([
      ['taken out', 'event/carrier strike', '', '112', '412'],
      ['charged to others', 'handed over late', 'warehouse', '0', '97'],
    ]);
  });

  it('opens a file of CSV, computes nothing of it, and keeps a negative number a number', () => {
    const csv = join(folder, 'input.csv');
    const example = readFileSync('docs/example-hr-files/bonus-input-2018-07-v3.csv.txt');
    writeFileSync(csv, Buffer.concat([example, Buffer.from("2018-07,'=1+1,-0.0005\r\n")]));
    const out = join(folder, 'back');
    // What a person confirms in the window that asks: commas, double quotes, UTF-8.
    converted(csv, 'xlsx', out, '--infilter=CSV:44,34,76,1');
    converted(join(out, 'input.xlsx'), AS_CSV, out);
    const rows = parse(readFileSync(join(out, readdirSync(out).find((one) => one.endsWith('.csv')) ?? '')), {
      relax_column_count: true,
    }) as string[][];
    expect(rows[0]?.[0]).toBe('period');
    expect(rows[2]?.slice(1, 3)).toEqual(['warehouse', '87.4321']);
    expect(rows.at(-1)?.slice(1, 3)).toEqual(["'=1+1", '-0.0005']);
  });
});

describe.skipIf('reason' in python)('Python', () => {
  const asked = (program: string, ...args: string[]) => {
    if ('reason' in python) throw new Error(python.reason);
    return JSON.parse(execFileSync(python.path, ['-c', program, ...args], { encoding: 'utf8', timeout: 120_000 }));
  };

  it('reads the workbook with openpyxl: types, formats, no formula, a frozen head', () => {
    const program = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book['Departments']
print(json.dumps({
  'sheets': book.sheetnames, 'frozen': [one.freeze_panes for one in book],
  'types': [one.data_type for one in sheet[3]], 'formats': [one.number_format for one in sheet[3]],
  'values': [one.value for one in sheet[3]],
  'formulas': [one.coordinate for page in book for row in page.iter_rows() for one in row if one.data_type == 'f'],
}))`;
    expect(asked(program, file)).toEqual({
      sheets: ['Summary', 'Departments', 'Metrics', 'Not counted', 'Approvals', 'Manifest'],
      frozen: Array(6).fill('A2'),
      types: ['s', 'n', 'n', 'n', 'n', 'n', 'n', 's', 's', expect.stringMatching(/^[sn]$/)],
      formats: ['@', '0.0000', '0.0000', '0.0000', '0.0000', '0.00%', '0.00%', '@', '@', expect.any(String)],
      values: ['warehouse', 87.4321, 83.4321, 91.4321, -0.0005, 1, 0.25, '+1+1', 'yes', null],
      formulas: [],
    });
  });

  it('reads the files of CSV with its own module', () => {
    const program = `
import csv, json, sys
print(json.dumps(list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))))`;
    for (const name of readdirSync('docs/example-hr-files').filter((one) => one.endsWith('.csv.txt'))) {
      const path = join('docs/example-hr-files', name);
      expect(asked(program, path)).toEqual(parse(readFileSync(path), { bom: true }));
    }
  });
});
