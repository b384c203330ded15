import type { Origin } from './observation.js';
import type { OfPart, Part } from './part.js';
import type { PromiseDetails } from './promise.js';
import { isBuiltIn, type Source } from './source.js';
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

/** Every kind of milestone that the built-in departments publish. Those of the company's own departments are in its documents. */
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

/**
 * Which revision of a milestone counts. Milestones of the company's own departments state no plan that binds, so the newest one counts.
 */
export function bindingOf(source: string, name: string): MilestoneKind['binding'] {
  return isMilestoneName(name) && MILESTONE_KINDS[name].publishedBy === source
    ? MILESTONE_KINDS[name].binding
    : 'newest';
}

/** Whether a department may publish a milestone of this name: a built-in one those of the table, any other one those of its document. */
export function isPublishedBy(source: Source, name: string): boolean {
  return isBuiltIn(source) ? isMilestoneName(name) : OWN_NAME.test(name);
}

const OWN_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** What a milestone says; see cx.batches.v1.Milestone. */
export interface MilestoneContent extends OfPart, PromiseDetails {
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
  /** Only of a department of the company's own, as its document says. */
  readonly day?: Day;
  readonly text?: string;
}

/** A milestone that a built-in department publishes, as it should stand now. */
export interface OutgoingMilestone extends MilestoneContent {
  readonly name: MilestoneName;
}

/** A milestone of any department, the company's own included: its name is one of `MILESTONE_KINDS`, or of a document. */
export interface NamedMilestone extends MilestoneContent {
  readonly name: string;
}

/** A milestone that came in from a built-in department. */
export interface Milestone extends OutgoingMilestone {
  readonly revision: number;
  readonly origin: Origin;
}
