import type { SourceFault } from '#libs/domain/source-fault.js';
import type { Instant } from '#libs/domain/time.js';
import type { TransportFault } from '#libs/domain/transport-fault.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { DocumentsHead } from '../documents/store-documents.js';
import { timestamp } from '../facts/stored.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** What a source has taken in, and what waits. */
export interface IntakeCounts {
  readonly facts: bigint;
  readonly cases: bigint;
  /** Cases that facts are known of, and no promise; without subjects, which need none. */
  readonly casesWithoutPromise: bigint;
  /** Accepted facts whose stamps contradict those of others. */
  readonly suspiciousFacts: bigint;
  /** Verdicts that stand. */
  readonly observations: bigint;
  /** Evaluations that are due and wait for a feed or an upstream. */
  readonly waiting: bigint;
  /** Cases whose facts were erased; their refs and verdicts stay. */
  readonly erasedCases: bigint;
}

/** The same with what only the transport knows. */
export interface Intake {
  readonly counts: IntakeCounts;
  /** Transactions that are not sealed into a batch yet. */
  readonly unsealed: bigint;
  /** "ordering/1:1:204": source, shard, epoch and number of the newest milestone batch taken in. */
  readonly upstream: readonly string[];
  readonly upstreamMissing: bigint;
  readonly upstreamQuarantined: bigint;
  readonly documents: DocumentsIntake;
  /** What keeps this process from using Kafka now. */
  readonly transportFaults: readonly TransportFault[];
  /** From which processes it cannot fetch batches now. */
  readonly sourceFaults: readonly SourceFault[];
}

/** The documents in force, and what is missing of those that scoring has sealed. */
export interface DocumentsIntake extends DocumentsHead {
  readonly missingBatches: bigint;
  readonly quarantinedBatches: bigint;
}

interface CountsRow {
  readonly facts: bigint;
  readonly cases: bigint;
  readonly promised_cases: bigint;
  readonly subject_cases: bigint;
  readonly suspicious_cases: bigint;
  readonly observations: bigint;
  readonly erased_cases: bigint;
}

/**
 * How much was taken in, and what waits. Its cost grows with what waits and not with what is stored.
 *
 * @param promised  the milestone without which a case cannot be judged, "ordering/promised"; undefined where there is none
 */
export async function readIntakeCounts(
  tx: Pick<Transaction, 'query'>,
  now: Instant,
  promised: string | undefined,
): Promise<IntakeCounts> {
  const [row] = await tx.query<CountsRow>(sql('intake-counts'), [promised ?? null]);
  const [due] = await tx.query<{ waiting: bigint }>(sql('count-due'), [timestamp(now)]);
  if (row === undefined || due === undefined) throw new Error('a count without a row');
  const cases = row.cases - row.erased_cases;
  return {
    facts: row.facts,
    cases,
    casesWithoutPromise: promised === undefined ? 0n : cases - row.promised_cases - row.subject_cases,
    suspiciousFacts: row.suspicious_cases,
    observations: row.observations,
    waiting: due.waiting,
    erasedCases: row.erased_cases,
  };
}

/** Sums the counts that were added since the last time, so that few rows are read for an answer. Any number of processes may do it. */
export async function sumIntakeCounts(tx: Pick<Transaction, 'query'>): Promise<void> {
  await tx.query(sql('sum-intake-counts'));
}
