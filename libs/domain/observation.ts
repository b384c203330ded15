import type { Day } from './time.js';
import type { Unit } from './unit.js';

/** Whether the department answers for a case: see DESIGN words in docs/words.md. Lived counts add all classes. */
export type Class = 'ACCOUNTABLE' | 'EXCLUDED' | 'OTHERS';

/** Where the facts behind something came from. Generated data is never payable. */
export type Origin = 'REPORTED' | 'IMPORTED' | 'GENERATED';

/** The five sources of observations. Survey is the customer's own voice and no department. */
export type Source = 'ordering' | 'warehouse' | 'delivery' | 'support' | 'survey';

/** A department that is measured, and whose people are paid by it. */
export type Department = Exclude<Source, 'survey'>;

export const DEPARTMENTS: readonly Department[] = ['ordering', 'warehouse', 'delivery', 'support'];
export const SOURCES: readonly Source[] = [...DEPARTMENTS, 'survey'];

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

/** The text by which cells are found again: equal for equal cells, and for no others. */
export function cellKey({ metric, definition, unit, day, class: class_, reason, responsible, origin }: Cell): string {
  return `${day}\t${metric}\t${definition}\t${unit}\t${class_}\t${reason}\t${responsible}\t${origin}`;
}

/** The worst of several origins: one generated fact makes the case generated. */
export function worstOrigin(origins: Iterable<Origin>): Origin {
  let worst: Origin = 'REPORTED';
  for (const origin of origins) if (BADNESS[origin] > BADNESS[worst]) worst = origin;
  return worst;
}

const BADNESS = { REPORTED: 0, IMPORTED: 1, GENERATED: 2 } as const;
