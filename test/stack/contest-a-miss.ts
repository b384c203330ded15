import { randomUUID } from 'node:crypto';
import {
  type Contest,
  ContestCaseRequest,
  ContestServiceClient,
  Ground,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { FactsServiceClient, ListObservationsRequest, Outcome } from '#libs/contracts/cx/facts/v1/facts.js';
import { call } from '#libs/grpc/client.js';
import { client } from './client.js';

/** Where a miss is looked for that the department answers for itself. */
export interface Contesting {
  readonly department: 'ordering' | 'delivery';
  readonly metric: string;
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * The lead of a department contests one of its own misses, as a person of the demo.
 *
 * @param addresses  of an installation of this test, see `knowInstallation`
 */
export async function contestAMiss(
  addresses: Readonly<Record<'ordering' | 'delivery' | 'scoring', string>>,
  { department, ...where }: Contesting,
): Promise<Contest> {
  const lead = `lead-of-${department}`;
  const facts = client(FactsServiceClient, addresses[department], lead);
  const contests = client(ContestServiceClient, addresses.scoring, lead);
  try {
    const asked = { ...where, outcome: Outcome.OUTCOME_MISS, responsible: department, pageSize: 1 };
    const { observations } = await call(facts, 'listObservations', ListObservationsRequest.fromPartial(asked));
    const [miss] = observations;
    if (miss === undefined) throw new Error(`${department} answers for no miss of ${where.metric}`);
    const parent = `departments/${department}`;
    const request = ContestCaseRequest.fromPartial({
      ...{ parent, requestId: randomUUID(), judgedBy: parent, metric: where.metric, caseRef: miss.caseRef },
      ...{ day: miss.day, ground: Ground.GROUND_FORCE_MAJEURE, evidence: 'file 12' },
    });
    return await call(contests, 'contestCase', request);
  } finally {
    facts.close();
    contests.close();
  }
}
