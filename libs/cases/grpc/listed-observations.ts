import type { ListObservationsResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type EvidenceQuestion, listEvidence } from '../evidence/evidence.js';
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
  { database, describe, trace }: Reading,
  question: EvidenceQuestion,
  { pageSize, pageToken }: Paging,
): Promise<ListObservationsResponse> {
  const page = await listEvidence(database, question, pageSize, pageToken);
  const observations = page.evidence.map(async (one) => {
    const traced = await trace({ ...one.verdict, rulesPosition: one.rulesPosition }, one.facts);
    return evidenceToProto(one, traced, describe);
  });
  return {
    observations: await Promise.all(observations),
    nextPageToken: page.nextPageToken,
    total: page.total,
  };
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
