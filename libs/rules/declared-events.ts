import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { eventSpan } from '#libs/documents/events/event-span.js';
import type { EventsDocument, WrittenEvent, WrittenScope } from '#libs/documents/events/events-document.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { daysOf, isDuring } from '#libs/domain/declared-event.js';
import type { Source } from '#libs/domain/source.js';
import type { Day, Instant } from '#libs/domain/time.js';
import { isWithin, type Unit } from '#libs/domain/unit.js';
import { newestOf } from './versions.js';

/** A question about a case, as far as it decides whether an event takes it out. */
export interface AskedQuestion {
  /** The name that the metric is recorded by. */
  readonly metric: string;
  /** The unit in which it is counted, and the one that was reported. */
  readonly units: readonly Unit[];
  readonly day: Day;
  readonly dueAt: Instant;
}

/** An event as people read it. */
export interface DeclaredEvent {
  /** "carrier_strike" */
  readonly name: string;
  readonly event: WrittenEvent;
}

/** The events that the newest version of the document declares for a source. */
export interface EventsOf {
  /** Of the newest version; 0 without one. */
  readonly version: number;
  /** The event that takes a question out; undefined for one that stays in the account. */
  takingOut(question: AskedQuestion): DeclaredEvent | undefined;
  /** An event by its name; undefined when the document has none, because a later version removed it. */
  named(name: string): DeclaredEvent | undefined;
  /** Whether an event takes anything of the source out on a day. */
  touches(day: Day): boolean;
}

/** The events of a source. A case is taken out by one event at most: the linter refuses two that could take out the same. */
export function declaredEvents(documents: readonly PublishedDocument[], source: Source): EventsOf {
  const newest = newestOf<EventsDocument>(documents, 'events');
  const events = Object.entries(newest?.value.events ?? {}).flatMap(([name, event]) => readEvent(name, event, source));
  return {
    version: newest?.version ?? 0,
    takingOut: (question) =>
      events.find(({ span, scopes }) => isDuring(question, span) && scopes.some((scope) => scope(question)))?.declared,
    named: (name) => events.find(({ declared }) => declared.name === name)?.declared,
    touches: (day) => events.some(({ span: { firstDay, lastDay } }) => day >= firstDay && day <= lastDay),
  };
}

function readEvent(name: string, event: WrittenEvent, source: Source) {
  const span = eventSpan(event);
  if (span === undefined) throw new Error(`the span of the published event ${name} cannot be read`);
  const scopes = event.takes_out.filter(({ department }) => department === source).map(takes);
  if (scopes.length === 0) return [];
  return [{ span: { ...span, ...daysOf(span) }, scopes, declared: { name, event } }];
}

function takes({ metrics, units }: WrittenScope): (question: AskedQuestion) => boolean {
  // A document names a metric by its id, and a verdict by the name that it is recorded by.
  const recorded = metrics && new Set(metrics.map((metric) => CATALOGUE.named(metric)[0]?.recordedAs ?? metric));
  return ({ metric, units: of }) =>
    (recorded === undefined || recorded.has(metric)) &&
    (units === undefined || of.some((unit) => units.some((above) => isWithin(unit, above))));
}
