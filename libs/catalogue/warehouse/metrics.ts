import type { Metric } from '../metric.js';
import { handedOverAtLast } from './handed-over-at-last.js';
import { handedOverByLimit } from './handed-over-by-limit.js';
import type { Parcel } from './parcel.js';

/** Every definition of the warehouse's metrics, the scored ones first. A definition that was published is never removed. */
export const WAREHOUSE: readonly Metric<Parcel>[] = [handedOverByLimit, handedOverAtLast];
