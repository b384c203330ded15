import { enumWords, type Word } from './enum-words.js';
import type { Day } from './time.js';
import type { Unit } from './unit.js';

export type { BuiltInDepartment, BuiltInSource, Department, OwnDepartment, Source } from './source.js';
export { BUILT_IN_DEPARTMENTS, BUILT_IN_SOURCES } from './source.js';

/** Whether the department answers for a case (docs/words.md). Lived counts add all classes. */
export const CLASSES = enumWords('class', { ACCOUNTABLE: 1, EXCLUDED: 2, OTHERS: 3 });
export type Class = Word<typeof CLASSES>;

/** Where the facts behind something came from. Generated data is never payable. From the best to the worst. */
export const ORIGINS = enumWords('origin', { REPORTED: 1, IMPORTED: 2, GENERATED: 3 });
export type Origin = Word<typeof ORIGINS>;

/** The address of a count. Two observations with equal cells are counted together. */
export interface Cell {
  readonly metric: string;
  readonly definition: number;
  readonly unit: Unit;
  readonly day: Day;
  readonly class: Class;
  /** Empty if and only if accountable. */
  readonly reason: string;
  /** Who answers instead; empty if and only if accountable. */
  readonly responsible: string;
  readonly origin: Origin;
}

/** A cell with its counts: records less retractions. They are below 0 only while a batch is missing. */
export interface CountedCell extends Cell {
  readonly hits: bigint;
  readonly misses: bigint;
}

/** Cases that are due by the clock and neither hit nor miss, because a feed or an upstream has not reported that far. */
export interface WaitingCell extends Pick<Cell, 'metric' | 'definition' | 'unit' | 'day'> {
  readonly cases: bigint;
  /** The least complete feed or upstream that they wait for: "delivery/carrier-acme", or "ordering" when an upstream is behind. */
  readonly waitsFor: string;
}

/** The text by which cells are found again: equal for equal cells, and for no others. */
export function cellKey({ metric, definition, unit, day, class: class_, reason, responsible, origin }: Cell): string {
  return `${day}\t${metric}\t${definition}\t${unit}\t${class_}\t${reason}\t${responsible}\t${origin}`;
}

/** The worst of several origins: one generated fact makes the case generated. */
export function worstOrigin(origins: Iterable<Origin>): Origin {
  let worst: Origin = 'REPORTED';
  for (const origin of origins) if (ORIGINS.numberOf(origin) > ORIGINS.numberOf(worst)) worst = origin;
  return worst;
}
