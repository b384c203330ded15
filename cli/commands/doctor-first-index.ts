import type { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { BUILT_IN_DEPARTMENTS, inOrder, isDepartment } from '#libs/domain/source.js';
import { call as ask } from '#libs/grpc/client.js';
import { scoring } from '../connect.js';
import { grouped } from '../format.js';
import { lastOf, periodIn, whoIn } from '../names.js';
import type { Finding } from './doctor-transport.js';

/** Scoring computes the indexes of all months for this answer. */
const DEADLINE = { deadlineMs: 20_000 };

/** What the departments without any index need for their first one; empty when each has one. */
export async function missingUntilFirstIndex(now: Date): Promise<Finding[]> {
  const indexes: Index[] = [];
  let pageToken = '';
  do {
    const query = { parent: 'departments/-', filter: '', orderBy: 'period', pageSize: 500, pageToken };
    const page = await ask(scoring(), 'listIndexes', query, DEADLINE);
    indexes.push(...page.indexes);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return firstIndexFindings(indexes, [monthBefore(now, 0), monthBefore(now, 1)]);
}

/** "2026-12" */
function monthBefore(now: Date, months: number): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months)).toISOString().slice(0, 7);
}

/**
 * What is missing until the first index. A department that has an index of any month needs nothing more.
 *
 * @param indexes  of the departments, one for each month that a ruleset names
 * @param months   the current month and the one before, "2026-12"
 */
export function firstIndexFindings(indexes: readonly Index[], months: readonly string[]): Finding[] {
  const listed = indexes.map(({ name }) => whoIn(name)).filter(isDepartment);
  const without = inOrder([...BUILT_IN_DEPARTMENTS, ...listed]).filter(
    (department) => !of(department, indexes).some(isMeasured),
  );
  if (without.length === 0) return [];
  const named = new Set(indexes.map(({ name }) => periodIn(name)));
  const unnamed = months.filter((month) => !named.has(month)).map((month) => `no ruleset names ${month}`);
  const cases = without.flatMap((department) => periodsOf(of(department, indexes), months).flatMap(tooFew));
  return [...unnamed, ...cases].map((text) => ({ sign: '!!', text: `until the first index: ${text}` }));
}

const of = (department: string, indexes: readonly Index[]) =>
  indexes.filter(({ name }) => name.startsWith(`departments/${department}/`));

const isMeasured = ({ indexE4 }: Index) => indexE4 !== undefined;

/** The current and the last month where a ruleset names them; otherwise the month with the most cases, or the newest of all. */
function periodsOf(indexes: readonly Index[], months: readonly string[]): readonly Index[] {
  const recent = indexes.filter(({ name }) => months.includes(periodIn(name)));
  if (recent.length > 0) return recent;
  return indexes.toSorted((a, b) => Number(allCases(b) - allCases(a)) || b.name.localeCompare(a.name)).slice(0, 1);
}

const casesOf = (metric: Index['metrics'][number]) => metric.accountable?.cases ?? 0n;

function allCases({ metrics }: Index): bigint {
  return metrics.map(casesOf).reduce((sum, cases) => sum + cases, 0n);
}

/** "delivery has 23 of 100 cases of arrived_at_last in 2026-12", for each metric that needs more. */
function tooFew({ name, metrics, minimumCases }: Index): readonly string[] {
  const department = name.split('/')[1] ?? '';
  return metrics
    .filter((metric) => casesOf(metric) < minimumCases)
    .map((metric) => {
      const waiting = metric.accountable?.waiting ?? 0n;
      const more = waiting > 0n ? `, and ${grouped(waiting)} that wait for a feed` : '';
      const counted = `${grouped(casesOf(metric))} of ${grouped(minimumCases)} cases`;
      return `${department} has ${counted} of ${lastOf(metric.metric)} in ${periodIn(name)}${more}`;
    });
}
