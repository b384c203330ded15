import type { Metric } from '../metric.js';
import { arrivedAtLast } from './arrived-at-last.js';
import { deliveredByFirstPromise } from './delivered-by-first-promise.js';
import type { Parcel } from './parcel.js';

/** Every definition of delivery's metrics, the scored ones first. A definition that was published is never removed. */
export const DELIVERY: readonly Metric<Parcel>[] = [deliveredByFirstPromise, arrivedAtLast];
