import { CxError } from '#libs/domain/error.js';
import type { SnapshotContent } from '../periods/content.js';
import type { Asker } from '../periods/life/store.js';
import { requirePeople } from '../periods/life/take-step.js';
import { type AdjustmentReason, mayRelease, RELEASING } from './adjustment.js';
import { lineOf, waitingIn } from './restated-content.js';

interface Releasing {
  readonly reasonCode: AdjustmentReason;
  readonly releases: readonly string[];
  readonly by: Asker;
}

/**
 * The departments that a proposal takes from the hold, or the upheld contest, that stood at the close, in order of their names. They are named, so that a
 * correction for another reason does not make a line payable on the way.
 *
 * @param latest  the version that is corrected
 * @throws {CxError} REASON_INVALID, DEPARTMENT_UNKNOWN, HOLD_UNCHANGED, HOLD_OWN_DEPARTMENT
 */
export function releasedBy({ reasonCode, releases, by }: Releasing, latest: SnapshotContent): readonly string[] {
  if (!mayRelease(reasonCode, releases))
    throw new CxError('REASON_INVALID', `departments are released for ${RELEASING.join(', ')}`, { field: 'releases' });
  const held = waitingIn(latest);
  for (const department of releases) {
    if (lineOf(latest, department) === undefined)
      throw new CxError('DEPARTMENT_UNKNOWN', `version ${latest.version} has no line of ${department}`, {
        field: 'releases',
      });
    requirePeople(held.includes(department), 'HOLD_UNCHANGED', `${department} is not on hold`, 'releases');
    const isOutsider = !by.departments.includes(department);
    requirePeople(isOutsider, 'HOLD_OWN_DEPARTMENT', `${by.name} belongs to ${department}`, 'releases');
  }
  return [...new Set(releases)].toSorted();
}
