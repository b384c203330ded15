import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { EventSpan } from '#libs/domain/declared-event.js';
import { nearest } from '#libs/domain/nearest.js';
import { eventSpan } from '../events/event-span.js';
import type { WrittenEvent, WrittenScope } from '../events/events-document.js';
import { scopesMeet } from '../events/scopes-meet.js';
import type { Mistake, Path } from '../finding.js';
import { type Documents, type Found, oneOfWords, repeated } from './documents.js';

/** What lasts longer is no event: the limits of the metrics are set for it. */
const MOST_DAYS = 92;

/** What is wrong with declared events: spans without a length, what they name and no document has, and cases that two would take out. */
export function checkEvents(documents: Documents): Found[] {
  const { events } = documents;
  if (events === undefined) return [];
  const read = Object.entries(events.value.events).map(([name, event]) => ({ name, event, span: eventSpan(event) }));
  const mistakes = read.flatMap(({ name, event, span }, place) => [
    ...spanMistakes(span, ['events', name]),
    ...event.takes_out.flatMap((scope, at) => scopeMistakes(scope, ['events', name, 'takes_out', at], documents)),
    ...takenTwice({ name, event, span }, read.slice(0, place)),
  ]);
  return mistakes.map((mistake) => ({ file: events.file, mistake }));
}

interface ReadEvent {
  readonly name: string;
  readonly event: WrittenEvent;
  readonly span: EventSpan | undefined;
}

function spanMistakes(span: EventSpan | undefined, path: Path): Mistake[] {
  if (span === undefined) return [];
  const length = span.until - span.from;
  if (length > 0 && length <= MOST_DAYS * 86_400_000) return [];
  const problem =
    length > 0 ? `The event lasts longer than ${MOST_DAYS} days.` : 'The event ends before it has begun, or with it.';
  const cure =
    length > 0 ? 'Declare what was exceptional, and change the limits for what stays.' : 'Write an until after from.';
  return [{ path: [...path, 'until'], reason: 'EVENT_SPAN_WRONG', problem, cure }];
}

function scopeMistakes(
  { department, metrics = [], units = [] }: WrittenScope,
  path: Path,
  documents: Documents,
): Mistake[] {
  const declared = documents.departments?.value.departments;
  if (declared !== undefined && !Object.hasOwn(declared, department)) {
    const cure = `Declare it in departments.yaml, or write one of ${oneOfWords(Object.keys(declared))}.`;
    const problem = `departments.yaml declares no department ${department}.`;
    return [{ path: [...path, 'department'], reason: 'DEPARTMENT_UNKNOWN', problem, cure }];
  }
  return [
    ...metrics.flatMap((metric, at) => metricMistakes(metric, department, [...path, 'metrics', at], documents)),
    ...twice(metrics, [...path, 'metrics']),
    ...twice(units, [...path, 'units']),
  ];
}

function metricMistakes(
  metric: string,
  department: string,
  path: Path,
  { departments, metrics }: Documents,
): Mistake[] {
  const [stated] = CATALOGUE.named(metric);
  if (stated === undefined) {
    const own = Object.entries(departments?.value.departments ?? {});
    const owner = own.find(([, entry]) => Object.hasOwn(entry.metrics ?? {}, metric))?.[0];
    if (owner === department || departments === undefined) return [];
    return [owner === undefined ? unknown(metric, path) : ofOther(metric, owner, path)];
  }
  if (stated.id !== metric) {
    const problem = `${metric} is the recorded name of ${stated.id}.`;
    return [{ path, reason: 'METRIC_UNKNOWN', problem, cure: `Write ${stated.id}.` }];
  }
  if (stated.source !== department) return [ofOther(metric, stated.source, path)];
  if (metrics === undefined || Object.hasOwn(metrics.value.metrics, metric)) return [];
  const problem = `metrics.yaml does not ask ${metric}.`;
  return [{ path, reason: 'METRIC_NOT_ASKED', problem, cure: `Remove it, or add ${metric} to metrics.yaml.` }];
}

function unknown(metric: string, path: Path): Mistake {
  const meant = nearest(
    metric,
    CATALOGUE.all.map(({ id }) => id),
  );
  const cure =
    meant === undefined ? 'Write a metric of docs/metrics.md, or one of departments.yaml.' : `Write ${meant}.`;
  return { path, reason: 'METRIC_UNKNOWN', problem: `There is no metric ${metric}.`, cure };
}

function ofOther(metric: string, owner: string, path: Path): Mistake {
  const problem = `${metric} is a metric of ${owner}.`;
  return { path, reason: 'METRIC_OF_OTHER', problem, cure: `Take it out in an entry with department: ${owner}.` };
}

function twice(values: readonly string[], path: Path): Mistake[] {
  return repeated(values, (value) => value).map(({ value, place }) => ({
    path: [...path, place],
    reason: 'EVENT_TAKES_TWICE',
    problem: `${value} stands here twice.`,
    cure: 'Remove one of the two.',
  }));
}

/** One case is taken out by one event, so that the index without each of them can be computed. */
function takenTwice({ name, event, span }: ReadEvent, earlier: readonly ReadEvent[]): Mistake[] {
  return event.takes_out.flatMap((scope, at): Mistake[] => {
    const path = ['events', name, 'takes_out', at];
    const inEvent = event.takes_out.slice(0, at).some((one) => scopesMeet(one, scope));
    const other = inEvent
      ? { name }
      : earlier.find(
          (one) => overlap(one.span, span) && one.event.takes_out.some((theirs) => scopesMeet(theirs, scope)),
        );
    if (other === undefined) return [];
    const problem = `Cases of ${scope.department} are taken out by ${inEvent ? 'another entry' : other.name}, too.`;
    const cure =
      'Name metrics or units so that one of the two takes them out, or let one span end before the other begins.';
    return [{ path, reason: 'EVENT_TAKES_TWICE', problem, cure }];
  });
}

function overlap(one: EventSpan | undefined, other: EventSpan | undefined): boolean {
  return one !== undefined && other !== undefined && one.from < other.until && other.from < one.until;
}
