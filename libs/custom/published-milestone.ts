import { readPublished, surroundingsOf } from '#libs/documents/departments/expressions.js';
import type { PublishedMilestone } from '#libs/documents/departments/own-department.js';
import type { Calendars } from '#libs/domain/duration.js';
import { problemOfId } from '#libs/domain/id.js';
import type { NamedMilestone } from '#libs/domain/milestone.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import { UNATTRIBUTED } from '#libs/domain/unit.js';
import { type Bound, type Compiled, compile } from '#libs/expressions/compile.js';
import type { Answer } from './in-turn.js';
import type { OwnDepartmentEntry } from './own-fact.js';

/** A milestone as one version of the document makes it of the facts of a case. It belongs to the day on which it happened. */
export type CompiledMilestone = (facts: Bound) => Answer<{ readonly day: Day; readonly milestone: NamedMilestone }>;

/**
 * Compiles a milestone that a department of the company's own publishes. An expression that fails, or gives a text that no milestone can
 * carry, flags the case, and the milestone is not published.
 *
 * @param zone  of the company: it decides on which day the milestone happened
 * @throws {Error} when an expression has a mistake: it was checked before it was published
 */
export function compileMilestone(
  name: string,
  milestone: PublishedMilestone,
  {
    entry,
    calendars,
    zone,
  }: { readonly entry: OwnDepartmentEntry; readonly calendars: Calendars; readonly zone: Zone },
): CompiledMilestone {
  const surroundings = surroundingsOf(entry, {}, undefined);
  const calendarOf = (calendar: string) => calendars.get(calendar);
  const compiled = new Map(
    readPublished(name, milestone, surroundings).map(({ path, text, gives, known }) => [
      String(path.at(-1)),
      compile(text, gives, surroundings, { known, calendarOf }),
    ]),
  );
  return (facts) => {
    const failed = (what: string, reason: string, day?: Day) => {
      const inconsistency = `MILESTONE_${name}_${what}_${reason}`.toUpperCase();
      return { kind: 'failed', day, inconsistency } as const;
    };
    const happened = evaluate(compiled.get('when'), facts);
    if (happened.kind === 'failed') return failed('when', happened.reason);
    if (!happened.value) return { kind: 'not asked' };
    const at = evaluate(compiled.get('happened_at'), facts);
    if (at.kind === 'failed') return failed('happened_at', at.reason);
    const happenedAt = at.value as Instant;
    const on = dayOf(happenedAt, zone);
    const [day, text] = [evaluate(compiled.get('day'), facts), evaluate(compiled.get('text'), facts)];
    if (day.kind === 'failed') return failed('day', day.reason, on);
    if (text.kind === 'failed') return failed('text', text.reason, on);
    if (text.value !== undefined && problemOfId(String(text.value)) !== undefined)
      return failed('text', 'TEXT_INVALID', on);
    const carried = {
      ...(day.value !== undefined && { day: String(day.value) }),
      ...(text.value !== undefined && { text: String(text.value) }),
    };
    return { kind: 'asked', day: on, milestone: { name, unit: UNATTRIBUTED, happenedAt, ...carried } };
  };
}

/** An expression that the document does not state gives no value. */
function evaluate(compiled: Compiled | undefined, facts: Bound) {
  return compiled?.(facts) ?? ({ kind: 'value', value: undefined } as const);
}
