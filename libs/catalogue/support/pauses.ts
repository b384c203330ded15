import type { Instant } from '#libs/domain/time.js';
import type { Pause } from '#libs/domain/timescale.js';

interface Event {
  readonly name: string;
  readonly happenedAt: Instant;
}

/**
 * The times in which the help desk waited for the customer, apart from each other and in order of time. A begin while it already
 * waits and an end while it does not wait say nothing new. At one instant the begin comes first: then the wait is over, and the
 * contact is judged instead of waiting for ever.
 */
export function pausesOf(known: readonly Event[]): Pause[] {
  const pauses: Pause[] = [];
  let from: Instant | undefined;
  for (const { name, happenedAt } of inOrder(known)) {
    if (name === 'waiting_began') from ??= happenedAt;
    if (name === 'waiting_ended' && from !== undefined) {
      if (from < happenedAt) pauses.push({ from, until: happenedAt });
      from = undefined;
    }
  }
  return from === undefined ? pauses : [...pauses, { from }];
}

/**
 * The pauses until what was waited for happened, which ends every wait: a contact that was answered and then waits for the customer is
 * judged.
 *
 * @param end  undefined while it has not happened
 */
export function pausesUntil(pauses: readonly Pause[], end: Instant | undefined): readonly Pause[] {
  if (end === undefined) return pauses;
  return pauses.map(({ from, until = end }) => ({ from, until: Math.min(until, end) }));
}

function inOrder(known: readonly Event[]): Event[] {
  const rank = ({ name }: Event) => (name === 'waiting_began' ? 0 : 1);
  return known.toSorted((a, b) => a.happenedAt - b.happenedAt || rank(a) - rank(b));
}
