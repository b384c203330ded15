import type { Question } from '#libs/cases/judging/judging.js';
import type { Parcel } from '../parcel.js';
import { arrivedAtLast } from './arrived-at-last.js';
import { deliveredByFirstPromise } from './delivered-by-first-promise.js';

/** All that delivery is asked about one case; nothing while too little is known of it. */
export function ask(one: Parcel | undefined): Question[] {
  return one === undefined ? [] : [...deliveredByFirstPromise(one), ...arrivedAtLast(one)];
}
