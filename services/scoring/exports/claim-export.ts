import { CxError } from '#libs/domain/error.js';
import { isoInstant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { isUniqueViolation } from '#libs/postgres/unique-violation.js';
import { findSnapshot, type StoredSnapshot } from '../periods/store.js';
import { addClaims, type Claimed, type Claiming, claimOfRequest, claimsAgainst } from './store.js';

/** A claim, and whether it stood before this call. */
export interface ClaimOutcome extends Claimed {
  readonly isRepeated: boolean;
}

/**
 * Claims lines of a closed version for one purpose, all or none. The second of two is refused, whatever its file says; the same request
 * again is the claim that stands.
 *
 * @throws {CxError} SNAPSHOT_UNKNOWN, DEPARTMENT_UNKNOWN, EXPORT_NOT_CLOSED, EXPORT_NOT_ADJUSTED, EXPORT_NOT_PAYABLE, EXPORT_CLAIMED, REQUEST_ID_REUSED
 */
export async function claimExport(database: Database, claiming: Claiming): Promise<ClaimOutcome> {
  try {
    return await database.transaction((tx) => claimIn(tx, claiming));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Another call took one of the lines at this moment: it stands by now.
    return database.transaction((tx) => claimIn(tx, claiming));
  }
}

async function claimIn(tx: Transaction, claiming: Claiming): Promise<ClaimOutcome> {
  const standing = await claimOfRequest(tx, claiming.requestId);
  if (standing !== undefined) {
    if (standing.requestSha256.equals(claiming.requestSha256)) return { ...standing, isRepeated: true };
    throw new CxError('REQUEST_ID_REUSED', 'this request_id has claimed something else', { field: 'request_id' });
  }
  const { period, version } = claiming;
  const snapshot = await findSnapshot(tx, period, version);
  if (snapshot === undefined)
    throw new CxError('SNAPSHOT_UNKNOWN', `there is no periods/${period}/snapshots/${version}`, { field: 'name' });
  requirePayable(snapshot, claiming.departments);
  if (claiming.purpose === 'CORRECTION' && snapshot.content.state !== 'ADJUSTED')
    throw new CxError('EXPORT_NOT_ADJUSTED', `version ${version} of ${period} corrects nothing`, { field: 'name' });
  const [first] = await claimsAgainst(tx, claiming);
  if (first !== undefined) {
    const facts = { department: first.department, claimed_by: first.by, claimed_at: isoInstant(first.at) };
    const message = `${first.department} was exported by ${first.by} with ${first.profile} at ${facts.claimed_at}`;
    throw new CxError('EXPORT_CLAIMED', message, { field: 'departments', facts });
  }
  await addClaims(tx, claiming);
  const made = await claimOfRequest(tx, claiming.requestId);
  if (made === undefined) throw new Error('a claim that was added is not there');
  return { ...made, isRepeated: false };
}

function requirePayable({ content }: StoredSnapshot, departments: readonly string[]): void {
  if (content.state === 'PROVISIONAL')
    throw new CxError('EXPORT_NOT_CLOSED', `version ${content.version} of ${content.period} is ${content.state}`, {
      ...{ field: 'name', facts: { state: content.state } },
    });
  for (const name of departments) {
    const line = content.inputs.find(({ department }) => department === name);
    if (line === undefined)
      throw new CxError('DEPARTMENT_UNKNOWN', `the version has no line of ${name}`, { field: 'departments' });
    if (line.notPayableReasons.length > 0)
      throw new CxError('EXPORT_NOT_PAYABLE', `${name} is not payable: ${line.notPayableReasons.join(', ')}`, {
        field: 'departments',
      });
  }
}
