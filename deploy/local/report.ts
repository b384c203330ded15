import { factsOf, scoring } from '#cli/connect.js';
import { grouped, percent, points, signed, table } from '#cli/format.js';
import { indexName, lastOf } from '#cli/names.js';
import { Outcome } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Comparison, Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { BUILT_IN_DEPARTMENTS, type Department } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';

/** The report of the first screen. It uses the public API only. */

const MONTHS = ['2018-03', '2018-04', '2018-05', '2018-06', '2018-07', '2018-08'] as const;
const NEWEST = '2018-08';
const BEFORE = '2018-07';

/** The table of indexes, what moved, who answers for the failures, and what customers said. */
export async function report(): Promise<string[]> {
  const indexes = await readIndexes();
  return [
    ...indexTable(indexes),
    '',
    `What moved, ${BEFORE} to ${NEWEST}`,
    ...(await moved()),
    '',
    `Who answers for what customers lived (first promised day, all orders)`,
    ...(await failures()),
  ];
}

async function readIndexes(): Promise<ReadonlyMap<string, Index>> {
  const names = BUILT_IN_DEPARTMENTS.flatMap((department) => MONTHS.map((month) => indexName(department, month)));
  const { indexes } = await call(scoring(), 'batchGetIndexes', { names, view: 0 });
  return new Map(indexes.map((index) => [index.name, index]));
}

function indexTable(indexes: ReadonlyMap<string, Index>): string[] {
  const rows = BUILT_IN_DEPARTMENTS.map((department) => {
    const months = MONTHS.map((month) => points(indexes.get(indexName(department, month))?.indexE4));
    const newest = indexes.get(indexName(department, NEWEST));
    return [
      department === 'support' ? 'support (g)' : department,
      ...months,
      halfWidth(newest),
      `${Number(newest?.coverageBp ?? 0n) / 100} %`,
    ];
  });
  const said = MONTHS.map((month) => customersSaid(indexes.get(indexName('delivery', month))));
  return [
    'Customer-experience index, 0-100, 80 = on target             month = month the customer was promised (or the step was due)',
    ...table(
      [['', ...MONTHS, '+-', 'coverage'], ...rows, ['customers said', ...said, '', '']],
      ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
    ),
    '  (g) generated, never payable.   customers said: 1-5, independent survey, not part of the index.',
    "  2018-09 and later: not in the ruleset's calendar (the file ends). 2017-02: delivery 61 cases, minimum 100: not measured.",
  ];
}

async function moved(): Promise<string[]> {
  const lines: string[] = [];
  for (const department of BUILT_IN_DEPARTMENTS) {
    const change = await call(scoring(), 'compareIndexes', {
      from: indexName(department, BEFORE),
      to: indexName(department, NEWEST),
      unitDepth: 2,
    });
    lines.push(...movedLines(department, change));
  }
  return lines;
}

function movedLines(department: Department, change: Comparison): string[] {
  const parts = change.parts.map((part) => {
    const worst = part.children.toSorted((a, b) => Math.abs(Number(b.pointsE4)) - Math.abs(Number(a.pointsE4)))[0];
    const most = worst === undefined ? '' : `, ${worst.label} ${signed(worst.pointsE4)}`;
    return `${lastOf(part.label)} ${rates(change, part.label)} (${signed(part.pointsE4)}${most})`;
  });
  const detail = change.detectable ? parts.join(';  ') : 'no detectable change';
  const beside = change.context
    .filter(({ figure }) => figure.endsWith('_days_mean'))
    .map(({ figure, fromE4, toE4 }) => `${figure.replace('_days_mean', '')} ${points(fromE4)} -> ${points(toE4)} days`);
  return [
    `  ${department.padEnd(10)} ${signed(change.changeE4).padStart(6)}   ${detail}`,
    ...(department === 'delivery' && beside.length > 0
      ? [`                      beside it: ${beside.join(', ')} (means)`]
      : []),
  ];
}

function rates(change: Comparison, label: string): string {
  const rate = (index: Index | undefined) => {
    const counts = index?.metrics.find((metric) => lastOf(metric.metric) === lastOf(label))?.accountable;
    return percent(counts?.hits ?? 0n, counts?.cases ?? 0n);
  };
  return `${rate(change.from)} -> ${rate(change.to)}`;
}

async function failures(): Promise<string[]> {
  const parties = ['delivery', 'warehouse', 'ordering', 'unattributed'] as const;
  const counts = await Promise.all([...parties, ''].map(lived));
  const named = parties.map((party, place) => `${party} ${grouped(counts[place] ?? 0n)}`).join('  ');
  return [`  ${grouped(counts.at(-1) ?? 0n)} failures: ${named}`];
}

/** Misses of the first promise over all days that one party answers for; '' for all parties. */
async function lived(responsible: string): Promise<bigint> {
  const { total } = await call(factsOf('delivery'), 'listObservations', {
    metric: 'delivered_by_first_promise',
    definition: 0,
    firstDay: '2016-01-01',
    lastDay: '2018-12-31',
    unit: '',
    outcome: Outcome.OUTCOME_MISS,
    responsible,
    pageSize: 1,
    pageToken: '',
  });
  return total;
}

function customersSaid(index: Index | undefined): string {
  const mean = index?.context.find(({ figure }) => figure === 'customer_score_mean');
  return mean === undefined ? '-' : (Number(mean.toE4) / 10_000).toFixed(2);
}

function halfWidth(index: Index | undefined): string {
  if (index?.lowerE4 === undefined || index.upperE4 === undefined) return '-';
  return points((index.upperE4 - index.lowerE4 + 1n) / 2n);
}
