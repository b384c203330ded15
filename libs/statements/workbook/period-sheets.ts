import { inWords } from '#libs/domain/enum-words.js';
import { isoInstant } from '#libs/domain/time.js';
import { type Frozen, isFinal } from '#libs/exports/rows/frozen.js';
import type { Sheet, SheetColumn } from '#libs/workbook/workbook.js';
import type { StatementRecord } from '../statement-record.js';

/** What a workbook says of a version: its figures, and of each department the record with its id. */
export interface WorkbookInputs {
  readonly frozen: Frozen;
  readonly records: readonly { readonly record: StatementRecord; readonly recordId: string }[];
  readonly approvals: readonly { readonly role: string; readonly by: string; readonly at: number | undefined }[];
  readonly engine: string;
}

const text = (title: string, width: number): SheetColumn => ({ title, width, kind: 'text' });
const whole = (title: string): SheetColumn => ({ title, width: 15, kind: 'whole' });
const points = (title: string): SheetColumn => ({ title, width: 15, kind: 'points' });
const share = (title: string): SheetColumn => ({ title, width: 15, kind: 'share' });
const factor = (title: string): SheetColumn => ({ title, width: 15, kind: 'factor' });

/** The sheets of a version for people, except the last one, which describes them. */
export function periodSheets(inputs: WorkbookInputs): readonly Sheet[] {
  return [summary(inputs), departments(inputs), metrics(inputs), notCounted(inputs), approvals(inputs)];
}

function summary({ frozen, engine }: WorkbookInputs): Sheet {
  const { departments: all } = frozen;
  const payable = all.filter(({ notPayableReasons }) => notPayableReasons.length === 0);
  const rows = [
    ['Period', frozen.period],
    ['First day', frozen.firstDay],
    ['Last day', frozen.lastDay],
    ['Earned from', isoInstant(frozen.earningStart)],
    ['Earned until, not included', isoInstant(frozen.earningEnd)],
    ['Version', frozen.snapshot],
    ['State', isFinal(frozen) ? frozen.state : `${frozen.state}: it can still change, and nothing is paid by it`],
    ['Departments', String(all.length)],
    ['Payable departments', String(payable.length)],
    ['Rules', frozen.ruleset],
    ['Made by', engine],
    ['Content hash', frozen.contentSha256],
  ];
  return { name: 'Summary', columns: [text('What', 28), text('Value', 70)], rows };
}

function departments({ frozen }: WorkbookInputs): Sheet {
  const columns = [
    ...[text('Department', 22), points('Index'), points('Low (95 %)'), points('High (95 %)'), points('Change')],
    ...[share('Coverage'), share('Self-reported'), text('Status', 16), text('Payable', 10), text('Why not', 40)],
  ];
  const rows = frozen.departments.map((one) => [
    ...[one.department, one.indexE4, one.lowerE4, one.upperE4, one.changeE4, one.coverageBp, one.selfReportedBp],
    ...[inWords(one.status), one.notPayableReasons.length === 0 ? 'yes' : 'no'],
    one.notPayableReasons.map(inWords).join(', '),
  ]);
  return { name: 'Departments', columns, rows };
}

function metrics({ frozen }: WorkbookInputs): Sheet {
  const columns = [
    ...[text('Department', 18), text('Metric', 38), whole('Met'), whole('Cases'), factor('Rate'), points('Score')],
    ...[share('Weight'), points('Points'), text('Reported by', 16)],
  ];
  const rows = frozen.departments.flatMap(({ department, metrics: all }) =>
    all.map((one) => [
      ...[department, one.metric, one.hits, one.cases, one.ratePpm, one.scoreE4, one.weightBp],
      ...[one.scoreE4 === undefined ? undefined : one.pointsE4, inWords(one.reportedBy)],
    ]),
  );
  return { name: 'Metrics', columns, rows };
}

function notCounted({ records }: WorkbookInputs): Sheet {
  const columns = [
    ...[text('Department', 18), text('Metric', 38), text('What', 14), text('Why', 26), text('Charged to', 20)],
    ...[whole('Met'), whole('Cases')],
  ];
  const rows = records.flatMap(({ record }) =>
    record.metrics.flatMap(({ metric, exclusions }) =>
      exclusions.map((one) => [
        ...[record.department, metric, one.class === 'OTHERS' ? 'charged to others' : 'taken out'],
        ...[inWords(one.reason), one.responsible, BigInt(one.hits), BigInt(one.cases)],
      ]),
    ),
  );
  return { name: 'Not counted', columns, rows };
}

function approvals({ approvals: all }: WorkbookInputs): Sheet {
  const rows = all.map(({ role, by, at }) => [inWords(role), by, at === undefined ? undefined : isoInstant(at)]);
  return { name: 'Approvals', columns: [text('As', 14), text('Who', 40), text('When', 24)], rows };
}

/** What the sheets hold, so that a reader sees whether one was changed: rows, and the hash of each file in the archive. */
export function manifestSheet(
  inputs: WorkbookInputs,
  sheets: readonly { readonly name: string; readonly rows: number; readonly sha256: string }[],
): Sheet {
  const rows = [
    ...sheets.map(({ name, rows: count, sha256 }) => [`Sheet ${name}`, BigInt(count), sha256]),
    ...inputs.records.map(({ record, recordId }) => [`Record of ${record.department}`, undefined, recordId]),
    ['Version', undefined, inputs.frozen.contentSha256],
  ];
  return { name: 'Manifest', columns: [text('What', 34), whole('Rows'), text('SHA-256', 70)], rows };
}
