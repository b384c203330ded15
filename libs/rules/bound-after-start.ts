import type { LimitEntry } from '#libs/catalogue/asked-metric.js';
import { limitsOf } from '#libs/catalogue/limits.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { CompanyDocument } from '#libs/documents/company/company-document.js';
import type { MetricsDocument } from '#libs/documents/metrics/metrics-document.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { isBuiltIn, type Source } from '#libs/domain/source.js';
import type { Day } from '#libs/domain/time.js';
import { askedMetrics } from './asked-metrics.js';
import { calendarBegins, calendarStatements } from './company-calendars.js';
import { type Days, isAfterStart, isHeldLate, type Statement, turningDays } from './held-late.js';
import { calendarsNamed, ownStatements } from './own-statements.js';
import { unitStatements } from './unit-statements.js';
import { newestOf, turnsOf, versionsOf, zoneBefore } from './versions.js';

/**
 * Whether what a definition counts on some days is decided by something that was published after it had begun to decide there: after the
 * first of these days and its own first day. So what is published late marks the periods that have begun, and no later ones.
 */
export type BoundAfterStart = (weighed: Weighed, days: Days) => boolean;

/** A definition that a ruleset weighs. */
export type Weighed = Pick<MetricDefinition, 'id' | 'recordedAs' | 'source' | 'definition'>;

/** Whether a calendar of the company was published late, as it holds on some days. */
type IsCalendarLate = (calendar: string, days: Days) => boolean;

/**
 * Finds what was bound after its start.
 *
 * An entry of a metric is bound by the version of the document that first had it. It concerns the days that it judges. So does the entry
 * of the weighed definition, and one that takes cases away from it. A limit in working time is bound by its calendar, too. If cases move
 * between calendars, it is bound by all of them, each from the day on which the company has it. A metric of a department of the
 * company's own is bound by the version of `departments` that gave it its meaning. Every metric is bound by the version of `departments` that lets units
 * of its department belong to others: only indexes of units change with it, but a mark is of the whole department.
 *
 * @param documents  all that were published
 */
export function boundAfterStart(documents: readonly PublishedDocument[]): BoundAfterStart {
  const statements = calendarStatements(documents);
  const isCalendarLate: IsCalendarLate = (calendar, days) => isHeldLate(statements.get(calendar) ?? [], days);
  const begins = calendarBegins(turnsOf<CompanyDocument>(documents, 'company'));
  const isMoveLate = (days: Days) =>
    [...begins].some(([calendar, { from = days.firstDay }]) =>
      isCalendarLate(calendar, { ...days, firstDay: laterOf(from, days.firstDay) }),
    );
  const bound = boundEntries(documents);
  const units = new Map<Source, readonly Statement[]>();
  const areUnitsLate = (source: Source, days: Days) => {
    const stated = units.get(source) ?? unitStatements(documents, source);
    units.set(source, stated);
    return isHeldLate(stated, days);
  };
  return (weighed, days) => {
    if (areUnitsLate(weighed.source, days)) return true;
    if (!isBuiltIn(weighed.source)) return isOwnLate(documents, weighed, days, isCalendarLate);
    const entries = bound.get(weighed.recordedAs) ?? [];
    return concerned(entries, weighed.definition, days).some((one) => {
      const firstDay = laterOf(one.entry.validFrom, days.firstDay);
      const judged = { ...days, firstDay };
      const calendars = calendarsOf(one.entry);
      const followsMoves = calendars.length > 0 && limitsOf(weighed.id).followsMoves === true;
      return (
        isAfterStart(one, firstDay) ||
        calendars.some((calendar) => isCalendarLate(calendar, judged)) ||
        (followsMoves && isMoveLate(judged))
      );
    });
  };
}

/** An entry, and when the version was published that first had it. */
interface BoundEntry extends Pick<Statement, 'publishedAt' | 'zone'> {
  readonly entry: LimitEntry;
}

/** The entries of each metric, by the name that it is recorded by. */
function boundEntries(documents: readonly PublishedDocument[]): ReadonlyMap<string, readonly BoundEntry[]> {
  const versions = versionsOf<MetricsDocument>(documents, 'metrics');
  const newest = newestOf<MetricsDocument>(documents, 'metrics');
  if (newest === undefined) return new Map();
  return new Map(
    askedMetrics(newest.value).map(({ metric, entries }) => [
      metric.recordedAs,
      entries.map((entry, place): BoundEntry => {
        const first = versions.find(({ value }) => (value.metrics[metric.id] ?? []).length > place);
        if (first === undefined) throw new Error(`entry ${place + 1} of ${metric.id} is in no version`);
        return { entry, publishedAt: first.publishedAt, zone: zoneBefore(documents, first.position) };
      }),
    ]),
  );
}

/** The entries that decide what a definition counts on some days. */
function concerned(entries: readonly BoundEntry[], definition: number, days: Days): readonly BoundEntry[] {
  const begins = entries.map(({ entry }) => entry.validFrom);
  const judging = turningDays(begins, days).map((day) => entries.findLast(({ entry }) => entry.validFrom <= day));
  const weighed = entries[definition - 1];
  const stays = weighed !== undefined && weighed.entry.validFrom <= days.lastDay ? [weighed] : [];
  return [...new Set([...judging.flatMap((one) => one ?? []), ...stays])];
}

/** The calendars that the limits of an entry name. */
function calendarsOf({ limits }: LimitEntry): readonly string[] {
  const values = [limits, ...limits.exceptions].flatMap((set) => Object.values(set.limits));
  return values.flatMap((value) =>
    typeof value === 'object' && 'kind' in value && value.kind === 'working' ? [value.calendar] : [],
  );
}

function isOwnLate(
  documents: readonly PublishedDocument[],
  { id, source }: Weighed,
  days: Days,
  isCalendarLate: IsCalendarLate,
): boolean {
  const statements = ownStatements(documents, source, id);
  const [begin] = statements.map(({ from }) => from).sort();
  if (begin === undefined) return false;
  const judged = { ...days, firstDay: laterOf(begin, days.firstDay) };
  if (isHeldLate(statements, judged)) return true;
  return calendarsNamed(documents, source, id).some((calendar) => isCalendarLate(calendar, judged));
}

function laterOf(one: Day, other: Day): Day {
  return one > other ? one : other;
}
