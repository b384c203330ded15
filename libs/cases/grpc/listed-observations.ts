import type {
  ListChargedCasesResponse,
  ListObservationsResponse,
  ObservedCase,
} from '#libs/contracts/cx/facts/v1/facts.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type ChargedQuestion, listCharged } from '../evidence/charged.js';
import { type Evidence, type EvidenceQuestion, listEvidence } from '../evidence/evidence.js';
import { listStandingStill } from '../evidence/standing-still.js';
import type { TraceVerdict } from '../evidence/trace.js';
import type { Describe } from './describe.js';
import { evidenceToProto, standingStillToProto } from './facts-mapping.js';

interface Reading {
  readonly database: Pick<Transaction, 'query'>;
  readonly describe: Describe;
  readonly trace: TraceVerdict;
}

interface Paging {
  readonly pageSize: number;
  readonly pageToken: string;
}

/** One page of verdicts, each with what gave it. */
export async function listedEvidence(
  reading: Reading,
  question: EvidenceQuestion,
  { pageSize, pageToken }: Paging,
): Promise<ListObservationsResponse> {
  const { evidence, nextPageToken, total } = await listEvidence(reading.database, question, pageSize, pageToken);
  return { observations: await traced(reading, evidence), nextPageToken, total };
}

/** One page of what a party is charged with, each with what gave the verdict. */
export async function listedCharged(
  reading: Reading,
  question: ChargedQuestion,
  { pageSize, pageToken }: Paging,
): Promise<ListChargedCasesResponse> {
  const { evidence, nextPageToken, total } = await listCharged(reading.database, question, pageSize, pageToken);
  return { cases: await traced(reading, evidence), nextPageToken, total };
}

/** Each verdict with what gave it. */
function traced({ describe, trace }: Reading, evidence: readonly Evidence[]): Promise<ObservedCase[]> {
  return Promise.all(
    evidence.map(async (one) => {
      const { verdict, rulesPosition, facts } = one;
      return evidenceToProto(one, await trace({ ...verdict, rulesPosition }, facts), describe);
    }),
  );
}

/**
 * One page of cases whose limit stands still.
 *
 * @param position  of the newest document
 */
export async function listedStandingStill(
  { database, describe, trace }: Reading,
  question: EvidenceQuestion,
  { pageSize, pageToken, position }: Paging & { readonly position: number },
): Promise<ListObservationsResponse> {
  const page = await listStandingStill(database, question, pageSize, pageToken);
  const observations = page.cases.map(async (one) =>
    standingStillToProto(one, await trace({ ...one, rulesPosition: position }, one.facts), describe),
  );
  return {
    observations: await Promise.all(observations),
    nextPageToken: page.nextPageToken,
    total: page.total,
  };
}
