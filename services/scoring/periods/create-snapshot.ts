import { createHash } from 'node:crypto';
import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { isUniqueViolation } from '#libs/postgres/unique-violation.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import type { SnapshotReason } from './content.js';
import { requireGuards } from './guards.js';
import { type EarlierVersion, makeContent } from './make-content.js';
import { type PeriodReading, readPeriod, type SnapshotTerms } from './read-period.js';
import { addSnapshot, findByRequest, findCut, findSnapshot, type StoredSnapshot } from './store.js';

export interface SnapshotRequest {
  readonly period: Period;
  /** UUID by the caller. */
  readonly requestId: string;
  readonly reason: SnapshotReason;
  /** The name that the caller gave. It is stored beside the content, not in it. */
  readonly requestedBy: string;
  /** The caller, as proven. */
  readonly madeBy?: string;
  /** Refused unless this is the newest version; 0 for the first. */
  readonly expectedLatestVersion: number;
}

/** A version that was added just now, in a transaction that is still open. */
export interface MadeSnapshot {
  readonly stored: StoredSnapshot;
  readonly reading: PeriodReading;
  /** Of the version before; undefined for the first. */
  readonly earlier: (EarlierVersion & { readonly contentSha256: string }) | undefined;
}

/** What the life of a period says about its next version, read in the same transaction. @throws {CxError} where there is none any more */
export type TermsOf = (tx: Transaction, period: Period, now: Instant) => Promise<SnapshotTerms>;

/**
 * Freezes a period as its next version: reads everything from one state of the database, checks every guard, and adds a row that
 * never changes. The same request again returns the same version.
 *
 * @param alongside  adds what belongs to the version in the same transaction
 * @param termsOf    what the life of the period says; default: nothing
 * @throws {CxError} the reason of the first guard that is not met, with a violation for each; VERSION_NOT_LATEST,
 *                   REQUEST_ID_REUSED, SNAPSHOT_RACE
 */
export async function createSnapshot(
  database: Database,
  rulesets: Rulesets,
  engine: string,
  request: SnapshotRequest,
  now: Instant,
  alongside: (tx: Transaction, made: MadeSnapshot) => Promise<void> = async () => undefined,
  termsOf: TermsOf = async () => ({}),
): Promise<StoredSnapshot> {
  const requestSha256 = hashOf(request);
  const before = await findByRequest(database, request.requestId);
  if (before !== undefined) return sameRequest(before, requestSha256);
  try {
    return await database.transaction(
      async (tx) => {
        const terms = await termsOf(tx, request.period, now);
        const latest = await findSnapshot(tx, request.period.name, undefined);
        checkLatest(latest?.content.version ?? 0, request.expectedLatestVersion);
        const earlier = latest && {
          content: latest.content,
          contentSha256: latest.contentSha256,
          cut: await findCut(tx, request.period.name, latest.content.version),
        };
        const arrivals = { earlierCut: earlier?.cut };
        const reading = await readPeriod(tx, request.period, rulesets, now, { ...terms, arrivals });
        requireGuards(reading.guards, request.period, 'period');
        const content = makeContent({ reading, earlier, reason: request.reason, engine });
        const stored = await addSnapshot(tx, {
          content,
          cut: reading.counts.cut,
          requestId: request.requestId,
          requestSha256,
          requestedBy: request.requestedBy,
          madeBy: request.madeBy ?? '',
          createdAt: now,
        });
        await alongside(tx, { stored, reading, earlier });
        return stored;
      },
      { isolation: 'repeatable read', statementTimeoutMs: 60_000 },
    );
  } catch (error) {
    if (isUniqueViolation(error))
      throw new CxError('SNAPSHOT_RACE', 'another snapshot of this period was made at this moment', { cause: error });
    throw error;
  }
}

function sameRequest(before: StoredSnapshot, requestSha256: string): StoredSnapshot {
  if (before.requestSha256 === requestSha256) return before;
  throw new CxError('REQUEST_ID_REUSED', 'this request_id was used for another snapshot', { field: 'request_id' });
}

function checkLatest(latest: number, expected: number): void {
  if (latest === expected) return;
  throw new CxError('VERSION_NOT_LATEST', `the newest version is ${latest}, not ${expected}`, {
    field: 'expected_latest_version',
    facts: { latest: String(latest) },
  });
}

function hashOf({ period, reason, expectedLatestVersion }: SnapshotRequest): string {
  return createHash('sha256').update(`${period.name}\n${reason}\n${expectedLatestVersion}`).digest('hex');
}
