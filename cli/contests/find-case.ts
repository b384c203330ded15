import type { ObservedCase } from '#libs/contracts/cx/facts/v1/facts.js';
import { Outcome } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/source.js';
import { call as ask } from '#libs/grpc/client.js';
import { factsOf } from '../connect.js';
import type { AskedMetric } from '../metric-named.js';

const PAGE = 1_000;

/**
 * The miss of a case that a department answers for, asked where it was judged; undefined when there is none on that day.
 *
 * @param called  the id of the case as its feed named it, or its case_ref in hexadecimal
 */
export async function findCase(
  metric: AskedMetric,
  department: Source,
  day: string,
  called: string,
): Promise<ObservedCase | undefined> {
  let pageToken = '';
  do {
    const page = await casesOf(metric, department, day, pageToken);
    const found = page.cases.find(({ caseId, caseRef }) => caseId === called || hex(caseRef) === called.toLowerCase());
    if (found !== undefined) return found;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return undefined;
}

async function casesOf(metric: AskedMetric, department: Source, day: string, pageToken: string) {
  const days = { metric: metric.id, firstDay: day, lastDay: day, pageSize: PAGE, pageToken };
  if (department !== metric.source)
    return ask(factsOf(metric.source), 'listChargedCases', { ...days, party: `departments/${department}` });
  const own = { unit: '', outcome: Outcome.OUTCOME_MISS, responsible: department, definition: 0 };
  const { observations, nextPageToken } = await ask(factsOf(metric.source), 'listObservations', { ...days, ...own });
  return { cases: observations, nextPageToken };
}

export const hex = (ref: Uint8Array) => Buffer.from(ref).toString('hex');
