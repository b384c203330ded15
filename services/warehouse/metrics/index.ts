import type { Question } from '#libs/cases/judging/judging.js';
import type { Parcel } from '../parcel.js';
import { handedOverAtLast } from './handed-over-at-last.js';
import { handedOverByLimit } from './handed-over-by-limit.js';

/** All that warehouse is asked about one case; nothing while too little is known of it. */
export function ask(one: Parcel | undefined): Question[] {
  return one === undefined ? [] : [...handedOverByLimit(one), ...handedOverAtLast(one)];
}
