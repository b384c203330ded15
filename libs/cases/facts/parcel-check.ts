import { type Part, WHOLE } from '#libs/domain/part.js';
import { type Objection, objectionToId } from './fact-checks.js';
import type { FactKind } from './fact-kind.js';

/**
 * What is wrong with the parcel that a fact names or does not name; undefined when nothing is wrong.
 *
 * @param naming  whether facts of this kind may or must name a parcel; unset when they are about the whole order
 */
export function objectionToParcel(part: Part, naming: FactKind<unknown, unknown>['part']): Objection | undefined {
  const field = 'parcel_id';
  if (part === WHOLE) {
    if (naming !== 'must') return undefined;
    return { reason: 'PARCEL_ID_MISSING', field, detail: 'this fact is about one parcel; name it in parcel_id' };
  }
  if (naming === undefined) {
    const detail = 'this fact is about the whole order; leave parcel_id empty';
    return { reason: 'PARCEL_ID_UNEXPECTED', field, detail };
  }
  return objectionToId(part, 'PARCEL_ID_INVALID', field);
}
