import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { approvalsOf } from '../periods/life/approvals.js';
import { readLife } from '../periods/life/read-life.js';
import { findSnapshot } from '../periods/store.js';
import type { HashedRecord } from '../records/record-root.js';
import { findRecords } from '../records/store.js';
import type { Rulesets } from '../rulesets/rulesets.js';

/** What a statement says beside the record of its department. */
export interface StatementRead {
  readonly snapshot: string;
  readonly record: HashedRecord;
  readonly state: string;
  readonly approvals: readonly { readonly role: string; readonly by: string; readonly at: Instant }[];
  /** Until when the department may contest; undefined without a review. */
  readonly reviewEndsAt: Instant | undefined;
  readonly decideBy: Instant | undefined;
  readonly finalAt: Instant;
}

/**
 * Reads one version of a period as one department sees it, in one state of the database.
 *
 * @param version  undefined: the newest
 * @throws {CxError} PERIOD_NOT_IN_CALENDAR, SNAPSHOT_UNKNOWN, DEPARTMENT_UNKNOWN, RECORDS_NOT_MADE
 */
export async function readStatement(
  database: Database,
  rulesets: Rulesets,
  {
    period,
    version,
    department,
  }: { readonly period: Period; readonly version: number | undefined; readonly department: string },
  now: Instant,
): Promise<StatementRead> {
  return database.transaction(
    async (tx) => {
      const snapshot = await findSnapshot(tx, period.name, version);
      if (snapshot === undefined)
        throw new CxError('SNAPSHOT_UNKNOWN', `${period.name} has no such version`, { field: 'version' });
      const { content } = snapshot;
      if (!content.inputs.some((one) => one.department === department))
        throw new CxError('DEPARTMENT_UNKNOWN', `the version has no line of ${department}`, { field: 'name' });
      const records = await findRecords(tx, period.name, content.version);
      const record = records.find((one) => one.department === department);
      if (record === undefined)
        throw new CxError('RECORDS_NOT_MADE', `version ${content.version} has no records`, { field: 'name' });
      const { history, windows, state } = await readLife(tx, period, rulesets, now);
      return {
        ...{ snapshot: `periods/${period.name}/snapshots/${content.version}`, record, state },
        approvals: approvalsOf(history).current.map(({ role, by, at }) => ({ role: role ?? '', by, at })),
        reviewEndsAt: windows.reviews.get(department),
        ...{ decideBy: windows.decideBy, finalAt: windows.finalAt },
      };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}
