import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { exportProfilesDocument } from '#libs/documents/export-profiles/export-profiles-document.js';
import { profileOf } from '#libs/documents/export-profiles/profile-of.js';
import { exportFile } from '#libs/exports/export-file.js';
import { fileName } from '#libs/exports/file-name.js';
import {
  JULY,
  JULY_DELTAS,
  JULY_FACTORS,
  JULY_LINES,
  JULY_PAYOUT,
  JULY_RESTATED,
} from '#libs/exports/fixtures/july.js';
import { deltaRows } from '#libs/exports/rows/delta-rows.js';
import { departmentRows, metricRows } from '#libs/exports/rows/department-rows.js';
import { payeeRows } from '#libs/exports/rows/payee-rows.js';

const { profiles } = exportProfilesDocument.parse(
  parseYaml(readFileSync('data/olist/company/export-profiles.yaml', 'utf8')),
);
const payable = JULY.departments.filter(({ notPayableReasons }) => notPayableReasons.length === 0);

function fileOf(name: string): { readonly name: string; readonly bytes: Buffer } {
  const written = profiles[name];
  if (written === undefined) throw new Error(`there is no profile ${name}`);
  const profile = profileOf(name, written);
  const rows = {
    DEPARTMENTS: () => departmentRows(JULY, payable, JULY_FACTORS),
    METRICS: () => metricRows(JULY, payable, JULY_FACTORS),
    PAYEES: () => payeeRows(JULY, JULY_PAYOUT, JULY_LINES),
    DELTAS: () => deltaRows(JULY_RESTATED, JULY_PAYOUT, '2018-08', JULY_DELTAS),
  }[profile.rows]();
  const made = exportFile(profile, rows, 'PAYABLE');
  if (made.kind !== 'file') throw new Error(JSON.stringify(made.faults));
  const isOfPayees = profile.rows === 'PAYEES' || profile.rows === 'DELTAS';
  const pool = isOfPayees ? JULY_PAYOUT.pool : '';
  const { version } = profile.rows === 'DELTAS' ? JULY_RESTATED : JULY;
  return { name: fileName(profile, { mark: 'PAYABLE', period: '2018-07', version, pool }), bytes: made.bytes };
}

describe('the files that HR loads', () => {
  it.each(Object.keys(profiles))('%s writes the example of docs/example-hr-files', async (name) => {
    const { name: file, bytes } = fileOf(name);
    await expect(bytes.toString()).toMatchFileSnapshot(`./example-hr-files/${file}.txt`);
  });

  it.each(Object.keys(profiles))('%s is described in docs/hr-files.md', (name) => {
    expect(readFileSync('docs/hr-files.md', 'utf8')).toContain(`\`${name}\``);
  });

  it('say of a correction both periods, what is paid more, and what is netted', () => {
    const rows = parse(fileOf('workday-payroll-corrections').bytes, { columns: true }) as Record<string, string>[];
    expect(rows.map((row) => [row['Worker'], row['Amount'], row['Start Date']])).toEqual([
      ['100018', '4152.17', '2018-07-01'],
      ['100017', '-94.19', '2018-07-01'],
    ]);
    expect(rows[0]?.['Comment']).toBe('Customer experience 2018-07 corrected in 2018-08: 4152.17 BRL');
  });

  it('have cells that a reader of CSV gets back', () => {
    const rows = parse(fileOf('workday-payroll-input').bytes, { columns: true }) as Record<string, string>[];
    expect(rows.map((row) => [row['Worker'], row['Amount'], row['Start Date']])).toEqual([
      ['100017', '46494.19', '2018-07-01'],
      ['100018', '11404.83', '2018-07-01'],
      ['100019', '0.00', '2018-07-01'],
    ]);
  });
});
