import type { Origin, Source } from './observation.js';
import type { OfPart, Part } from './part.js';
import type { PromiseDetails } from './promise.js';
import type { Day, Instant, Zone } from './time.js';
import type { Unit } from './unit.js';

/** The rules of one kind of milestone. */
export interface MilestoneKind {
  readonly publishedBy: Source;
  /**
   * Which revision counts. "newest": a correction replaces what was published before. "first": what was published first binds; a
   * later revision never replaces it, and only a withdrawal ends it.
   */
  readonly binding: 'first' | 'newest';
}

/** Every kind of milestone: what departments publish to each other. */
export const MILESTONE_KINDS = {
  promised: { publishedBy: 'ordering', binding: 'first' },
  payment_approved: { publishedBy: 'ordering', binding: 'newest' },
  released: { publishedBy: 'ordering', binding: 'newest' },
  replaced: { publishedBy: 'ordering', binding: 'newest' },
  canceled: { publishedBy: 'ordering', binding: 'newest' },
  unavailable: { publishedBy: 'ordering', binding: 'newest' },
  handed_over: { publishedBy: 'warehouse', binding: 'newest' },
  ready_for_collection: { publishedBy: 'delivery', binding: 'newest' },
  delivered: { publishedBy: 'delivery', binding: 'newest' },
} as const satisfies Readonly<Record<string, MilestoneKind>>;

export type MilestoneName = keyof typeof MILESTONE_KINDS;

export function isMilestoneName(name: string): name is MilestoneName {
  return Object.hasOwn(MILESTONE_KINDS, name);
}

/** A milestone that a department publishes, as it should stand now; see cx.batches.v1.Milestone. */
export interface OutgoingMilestone extends OfPart, PromiseDetails {
  readonly name: MilestoneName;
  readonly unit: Unit;
  readonly happenedAt: Instant;
  readonly dueAt?: Instant;
  readonly promisedDay?: Day;
  readonly zone?: Zone;
  readonly originUnit?: Unit;
  readonly destinationUnit?: Unit;
  /** Only "replaced": the part that takes the place of this part. */
  readonly replacedBy?: Part;
  readonly carrier?: string;
  readonly serviceLevel?: string;
}

/** A milestone that came in from another department. */
export interface Milestone extends OutgoingMilestone {
  readonly revision: number;
  readonly origin: Origin;
}
