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
  /** Cases that facts are known of, and no promise. */
  readonly casesWithoutPromise: bigint;
  /** Accepted facts whose stamps contradict those of others. */
  readonly suspiciousFacts: bigint;
  /** Verdicts that stand. */
  readonly observations: bigint;
  /** Evaluations that are due and wait for a feed or an upstream. */
  readonly waiting: bigint;
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
}

/** The documents in force, and what is missing of those that scoring has sealed. */
export interface DocumentsIntake extends DocumentsHead {
  readonly missingBatches: bigint;
  readonly quarantinedBatches: bigint;
}

interface CountsRow {
  readonly facts: bigint;
  readonly cases: bigint;
  readonly cases_without_promise: bigint;
  readonly suspicious_facts: bigint;
  readonly observations: bigint;
  readonly waiting: bigint;
}

/**
 * Counts what is there; reads whole tables, so it is for people and dashboards.
 *
 * @param promised  the milestone without which a case cannot be judged, "ordering/promised"; undefined where there is none
 */
export async function readIntakeCounts(
  tx: Pick<Transaction, 'query'>,
  now: Instant,
  promised: string | undefined,
): Promise<IntakeCounts> {
  const [row] = await tx.query<CountsRow>(sql('intake-counts'), [timestamp(now), promised ?? null]);
  if (row === undefined) throw new Error('a count without a row');
  return {
    facts: row.facts,
    cases: row.cases,
    casesWithoutPromise: row.cases_without_promise,
    suspiciousFacts: row.suspicious_facts,
    observations: row.observations,
    waiting: row.waiting,
  };
}
