import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { standingApprovals } from '../periods/life/approvals.js';
import type { History } from '../periods/life/history.js';
import { readLife } from '../periods/life/read-life.js';
import { findSnapshot, type StoredSnapshot } from '../periods/store.js';
import type { HashedRecord } from '../records/record-root.js';
import { findRecords } from '../records/store.js';
import type { Rulesets } from '../rulesets/rulesets.js';

/** As what a version was approved; by whom and when, where the life of its period says so. */
export interface StatementApproval {
  readonly role: string;
  readonly by: string;
  readonly at: Instant | undefined;
}

/** What a statement says beside the record of its department. */
export interface StatementRead {
  readonly snapshot: string;
  readonly record: HashedRecord;
  readonly state: string;
  readonly approvals: readonly StatementApproval[];
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
        approvals: approvalsOf(snapshot, history),
        reviewEndsAt: windows.reviews.get(department),
        ...{ decideBy: windows.decideBy, finalAt: windows.finalAt },
      };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

/** The approvals of this version: of a closed one those of the version that was closed, of a restated one what it says itself. */
function approvalsOf({ content, contentSha256 }: StoredSnapshot, history: History): readonly StatementApproval[] {
  if (content.state === 'ADJUSTED') return (content.approvedAs ?? []).map((role) => ({ role, by: '', at: undefined }));
  const signed = content.approvedSha256 ?? contentSha256;
  const own = standingApprovals(history).filter((one) => one.contentSha256 === signed);
  return own.map(({ role, by, at }) => ({ role: role ?? '', by, at }));
}
