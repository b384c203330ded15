/** What a row of a file stands for. */
export const ROW_KINDS = ['DEPARTMENTS', 'METRICS', 'PAYEES', 'DELTAS'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** How the value of a field is written: a text, a number with its scale, or a civil day. */
export type FieldType = 'text' | 'number' | 'day';

export interface Field {
  readonly type: FieldType;
  /** The rows that have it. */
  readonly rows: readonly RowKind[];
  /** One sentence. docs/company-documents.md prints it. */
  readonly says: string;
}

const ALL = ROW_KINDS;
const OF_DEPARTMENTS = ['DEPARTMENTS', 'METRICS'] as const;
const OF_PAYEES = ['PAYEES', 'DELTAS'] as const;

function field(type: FieldType, rows: readonly RowKind[], says: string): Field {
  return { type, rows, says };
}

/** Everything that a column can take its cells from. Numbers are exact: each says how many decimals it has by itself. */
export const FIELDS = {
  row: field('number', ALL, 'Number of the row, from 1.'),
  period: field('text', ALL, 'The period, 2018-07.'),
  first_day: field('day', ALL, 'First day of the period.'),
  last_day: field('day', ALL, 'Last day of the period, included.'),
  earning_start: field('text', ALL, 'First instant in which the bonus is earned, for overtime rules.'),
  earning_end: field('text', ALL, 'End of that time, not included.'),
  snapshot: field('text', ALL, 'The version of the result, periods/2018-07/snapshots/3.'),
  version: field('number', ALL, 'Its number.'),
  content_sha256: field('text', ALL, 'Its content hash.'),
  payslip_text: field('text', ALL, 'A short line that a person can read on the wage statement.'),
  plan: field('text', ALL, 'The pay plan by which a factor or an amount was made.'),
  plan_sha256: field('text', ALL, 'Its hash.'),
  state: field('text', OF_DEPARTMENTS, 'State of the version: CLOSED or ADJUSTED, or PROVISIONAL in a simulation.'),
  supersedes: field('number', OF_DEPARTMENTS, 'The version that it replaces; 0 for none.'),
  department: field('text', OF_DEPARTMENTS, 'The department.'),
  status: field('text', OF_DEPARTMENTS, 'MEASURED, or why it was not measured.'),
  index: field('number', OF_DEPARTMENTS, 'Index in points, four decimals.'),
  index_low: field('number', OF_DEPARTMENTS, 'Lower end of its 95 % interval, four decimals.'),
  index_high: field('number', OF_DEPARTMENTS, 'Upper end of it, four decimals.'),
  change: field('number', OF_DEPARTMENTS, 'Index minus that of the version before, four decimals.'),
  coverage: field('number', OF_DEPARTMENTS, 'Share of the weights that was measured, four decimals: 1 is all.'),
  self_reported: field('number', OF_DEPARTMENTS, 'Share of the weight that it reports about itself, four decimals.'),
  factor: field('number', OF_DEPARTMENTS, 'What the pay plan pays of a target amount, six decimals, before any pool.'),
  not_payable_reasons: field('text', OF_DEPARTMENTS, 'Why it is not payable, in a simulation; empty otherwise.'),
  ruleset: field('text', OF_DEPARTMENTS, 'Name of the ruleset.'),
  ruleset_sha256: field('text', OF_DEPARTMENTS, 'Its hash.'),
  metric: field('text', ['METRICS'], 'The metric.'),
  reported_by: field('text', ['METRICS'], 'Who reports its facts: SELF, COUNTERPARTY, CUSTOMER, THIRD_PARTY.'),
  hits: field('number', ['METRICS'], 'Hits that the department answers for.'),
  cases: field('number', ['METRICS'], 'Cases that the department answers for.'),
  rate: field('number', ['METRICS'], 'Hits of its cases, six decimals: 1 is all.'),
  score: field('number', ['METRICS'], 'Score of the metric in points, four decimals.'),
  weight: field('number', ['METRICS'], 'Its share of the index, four decimals: 1 is all.'),
  points: field('number', ['METRICS'], 'Its points of the index, four decimals; they add up to the index.'),
  payee: field('text', OF_PAYEES, 'The opaque reference of a payee, as the roster has it.'),
  amount: field(
    'number',
    OF_PAYEES,
    'What the payee is paid, with the decimals of the currency; of a correction the net delta, below 0 where HR decided to net it.',
  ),
  target: field('number', ['PAYEES'], 'The target amount of the payee, with the decimals of the currency.'),
  currency: field('text', OF_PAYEES, 'Currency of the amount, ISO 4217.'),
  eligible_days: field('number', ['PAYEES'], 'Days of the period with a share of work.'),
  pool: field('text', OF_PAYEES, 'The pool of the pay plan.'),
  entity: field('text', OF_PAYEES, 'The legal entity that pays.'),
  roster_sha256: field('text', OF_PAYEES, 'Hash of the roster.'),
  posting_period: field(
    'text',
    ['DELTAS'],
    'The period in which the correction counts, 2018-08; period is the one that is corrected.',
  ),
  action: field('text', ['DELTAS'], 'PAY: more is due. NET: less is due, and HR decided to net it.'),
  closed_amount: field('number', ['DELTAS'], 'What was paid with the close, with the decimals of the currency.'),
  due: field('number', ['DELTAS'], 'What is due by the correction in all, with the decimals of the currency.'),
  paid_before: field('number', ['DELTAS'], 'What was paid until this correction, with the decimals of the currency.'),
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

/** The fields of a kind of row, in the order of the list. */
export function fieldsOf(kind: RowKind): readonly FieldName[] {
  return FIELD_NAMES.filter((name) => (FIELDS[name].rows as readonly RowKind[]).includes(kind));
}
