import type { Instant } from './time.js';

/** A way to measure time: all of it, or only what lies within the opening hours of a calendar. Milliseconds, whole. */
export interface Timescale {
  /** How much of it lies between two instants; 0 when the second is not later than the first. */
  between(from: Instant, until: Instant): number;
  /**
   * The earliest instant by which that much was measured since the start; undefined when that never happens, or not within the
   * ten years in which a timescale searches.
   *
   * @param ms  0 or more; after 0 comes the start itself
   */
  after(start: Instant, ms: number): Instant | undefined;
}

/** Time in which a limit stands still, such as waiting for the customer. Without `until` it has not ended yet. */
export interface Pause {
  readonly from: Instant;
  readonly until?: Instant;
}

/** All time counts, by day and night. */
export const ELAPSED: Timescale = {
  between: (from, until) => Math.max(0, until - from),
  after: (start, ms) => start + ms,
};

/**
 * The same timescale without the pauses. Pauses may overlap and come in any order; what two of them share is left out once. What
 * is left out is time that would have been measured: a pause outside opening hours moves nothing. Nothing is reached while
 * a pause has no end.
 */
export function withoutPauses(scale: Timescale, pauses: readonly Pause[]): Timescale {
  if (pauses.length === 0) return scale;
  const apart = mergePauses(pauses);
  return {
    between(from, until) {
      const paused = apart.map((pause) => scale.between(Math.max(from, pause.from), Math.min(until, pause.until)));
      return paused.reduce((left, ms) => left - ms, scale.between(from, until));
    },
    after(start, ms) {
      let [at, left] = [start, ms];
      for (const pause of apart) {
        if (left === 0) break;
        if (pause.until <= at) continue;
        const before = scale.between(at, pause.from);
        if (before >= left) break;
        if (pause.until === Number.POSITIVE_INFINITY) return undefined;
        left -= before;
        at = pause.until;
      }
      return scale.after(at, left);
    },
  };
}

/** A timescale and the instant from which it measures. */
export interface Turn {
  readonly from: Instant;
  readonly scale: Timescale;
}

/**
 * One timescale after the other: a ticket that moves to another team keeps what it worked by the first team's calendar.
 *
 * @param turns  in order of time; the first one measures all time before it too
 * @throws {RangeError} when there is none
 */
export function inTurns(turns: readonly Turn[]): Timescale {
  if (turns.length === 0) throw new RangeError('a timescale needs at least one turn');
  const spans = turns.map(({ from, scale }, place) => ({
    scale,
    from: place === 0 ? Number.NEGATIVE_INFINITY : from,
    until: turns[place + 1]?.from ?? Number.POSITIVE_INFINITY,
  }));
  return {
    between(from, until) {
      const parts = spans.map((span) => span.scale.between(Math.max(from, span.from), Math.min(until, span.until)));
      return parts.reduce((sum, ms) => sum + ms, 0);
    },
    after(start, ms) {
      let left = ms;
      for (const span of spans) {
        if (span.until <= start) continue;
        const from = Math.max(start, span.from);
        const reached = span.scale.after(from, left);
        if (reached !== undefined && reached <= span.until) return reached;
        if (span.until !== Number.POSITIVE_INFINITY) left -= span.scale.between(from, span.until);
      }
      return undefined;
    },
  };
}

/** The pauses in order of time, joined where they touch; those that end before they begin are dropped. */
function mergePauses(pauses: readonly Pause[]): readonly Required<Pause>[] {
  const merged: { from: Instant; until: Instant }[] = [];
  const ended = pauses.map(({ from, until = Number.POSITIVE_INFINITY }) => ({ from, until }));
  for (const pause of ended.filter(({ from, until }) => from < until).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && pause.from <= last.until) last.until = Math.max(last.until, pause.until);
    else merged.push(pause);
  }
  return merged;
}
