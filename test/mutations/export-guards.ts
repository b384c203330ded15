import { contract, type Guard, slow, unit } from './guard.js';

/** Guards of what HR takes over into other systems. */
export const EXPORT_GUARDS: readonly Guard[] = [
  {
    guard: 'a text that a spreadsheet would run is disarmed',
    file: 'libs/domain/csv-cell.ts',
    find: 'return RUNS.test(text)',
    replace: 'return text.length < 0 && RUNS.test(text)',
    test: unit('libs/exports/export-file.test.ts'),
  },
  {
    guard: 'a negative number stays a number',
    file: 'libs/exports/format/cell.ts',
    find: 'return { text: numberText(outcome.units, format.decimals, decimalSign), units: outcome.units };',
    replace:
      'return { text: disarmed(numberText(outcome.units, format.decimals, decimalSign)), units: outcome.units };',
    test: unit('libs/exports/export-file.test.ts'),
  },
  {
    guard: 'a version that can still change is claimed for nothing',
    file: 'services/scoring/exports/claim-export.ts',
    find: "if (content.state === 'PROVISIONAL')",
    replace: 'if (content.version < 0)',
    test: contract('exports.test.ts'),
  },
  {
    guard: 'a department is claimed once for each purpose, by SQL too',
    file: 'services/scoring/exports/migrations/0001_export_claim.sql',
    find: '  primary key (period, version, department, purpose, pool),',
    replace: '',
    test: contract('exports.test.ts'),
  },
  {
    guard: 'a line against which a reason stands is not claimed',
    file: 'services/scoring/exports/claim-export.ts',
    find: 'if (line.notPayableReasons.length > 0)',
    replace: 'if (line.notPayableReasons.length < 0)',
    test: contract('exports.test.ts'),
  },
  {
    guard: 'cx writes a file of a version that is not closed only as a simulation',
    file: 'cli/exports/make-export.ts',
    find: 'if (!isSimulation && reasons[0] !== undefined) throw new RefusedExport(reasons[0]);',
    replace: '',
    test: unit('cli/exports/make-export.test.ts'),
  },
  {
    guard: 'a simulation has a column that says so in every row',
    file: 'libs/exports/export-file.ts',
    find: "mark === 'PAYABLE' ? profile.columns : [...profile.columns, simulated(profile)]",
    replace: 'profile.columns',
    test: unit('libs/exports/export-file.test.ts'),
  },
  {
    guard: 'a workbook holds a text that looks like a formula as a text',
    file: 'libs/workbook/workbook.ts',
    find: ' t="inlineStr"><is>',
    replace: ' t="inlineStr"><f>1</f><is>',
    test: unit('libs/workbook/workbook.test.ts'),
  },
  {
    guard: 'a workbook is the same bytes at any time',
    file: 'libs/workbook/zip.ts',
    find: 'const DAY = 0x21;',
    replace: 'const DAY = (new Date().getMonth() + 2) << 5;',
    test: unit('libs/workbook/workbook.test.ts'),
  },
  {
    guard: 'a department does not read who approved its statement',
    file: 'services/scoring/grpc/exports/statement-mapping.ts',
    find: "seesPeople ? by : ''",
    replace: 'seesPeople ? by : by',
    test: contract('statements.test.ts'),
  },
  {
    guard: 'deltas of an earlier correction are not claimed behind those of a later one',
    file: 'services/scoring/exports/sql/claims-of-departments.sql',
    find: ' or ($4 = 4 and version > $2)',
    replace: '',
    test: contract('exports.test.ts'),
  },
  {
    guard: 'what a correction only reports is in no file of deltas that payroll loads',
    file: 'cli/exports/correction-folder.ts',
    find: "told === 'REPORT' && recovery === 'NETTED'",
    replace: "told === 'REPORT'",
    test: slow('cli/commands/bonus-correction.slow.test.ts'),
  },
];
