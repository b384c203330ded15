import type { Origin } from './observation.js';
import type { Part } from './part.js';
import type { Day, Instant, Zone } from './time.js';
import type { Unit } from './unit.js';

/** What one department tells the others about a case, as it should stand; see cx.batches.v1.Milestone. */
export interface OutgoingMilestone {
  readonly name: MilestoneName;
  /** The part of the case that it is about; unset for the whole case. */
  readonly part?: Part;
  readonly unit: Unit;
  readonly happenedAt: Instant;
  readonly dueAt?: Instant;
  readonly promisedDay?: Day;
  readonly zone?: Zone;
  readonly originUnit?: Unit;
  readonly destinationUnit?: Unit;
}

export type MilestoneName =
  | 'promised'
  | 'payment_approved'
  | 'released'
  | 'canceled'
  | 'unavailable'
  | 'handed_over'
  | 'delivered';

/** A milestone as it came in from another department. */
export interface Milestone extends OutgoingMilestone {
  readonly revision: number;
  readonly origin: Origin;
}
