import { eventSpan } from '#libs/documents/events/event-span.js';
import type { EventsDocument, WrittenEvent } from '#libs/documents/events/events-document.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { daysOf } from '#libs/domain/declared-event.js';
import type { Day } from '#libs/domain/time.js';
import type { FrozenPeriod } from '../periods/frozen-days.js';
import { refusedWith } from './document-read.js';

/** An event that a version adds, changes or removes, with the days on which it counted or will count. */
export interface ChangedEvent {
  readonly name: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
}

/** A better title or evidence changes no verdict, and is a change all the same: people decided by it. An event that moves is listed by both spans. */
export function changedEvents(before: EventsDocument | undefined, next: EventsDocument): ChangedEvent[] {
  const names = [...new Set([...Object.keys(before?.events ?? {}), ...Object.keys(next.events)])];
  return names.flatMap((name) => {
    const [old, now] = [entryOf(before, name), entryOf(next, name)];
    if (old !== undefined && now !== undefined && canonicalJson(old) === canonicalJson(now)) return [];
    return [old, now].flatMap((event) => (event === undefined ? [] : spanDays(name, event)));
  });
}

/**
 * An event changes verdicts of an open period only: what a snapshot holds was decided without it.
 *
 * @throws {CxError} EVENT_IN_FROZEN_PERIOD with a violation for each event and period
 */
export function checkOpenPeriods(changed: readonly ChangedEvent[], frozen: readonly FrozenPeriod[]): void {
  const lines = changed.flatMap(({ name, firstDay, lastDay }) =>
    frozen
      .filter((period) => firstDay <= period.lastDay && period.firstDay <= lastDay)
      .map(({ period }) => ({
        subject: `events.${name}`,
        description: `it is from ${firstDay} to ${lastDay}, and ${period} has a snapshot: leave it as it is published, or declare the days of an open period only`,
      })),
  );
  if (lines.length > 0) throw refusedWith('EVENT_IN_FROZEN_PERIOD', lines);
}

function entryOf(document: EventsDocument | undefined, name: string): WrittenEvent | undefined {
  return document !== undefined && Object.hasOwn(document.events, name) ? document.events[name] : undefined;
}

function spanDays(name: string, event: WrittenEvent): ChangedEvent[] {
  const span = eventSpan(event);
  if (span === undefined) throw new Error(`the span of the event ${name} cannot be read after its check`);
  return [{ name, ...daysOf(span) }];
}
