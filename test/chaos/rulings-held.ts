import type { Contest, ContestServiceClient } from '#libs/contracts/cx/contests/v1/contests.js';
import { type CaseRuling, RULING_OUTCOMES } from '#libs/domain/ruling.js';
import { call } from '#libs/grpc/client.js';

const DEADLINE = { deadlineMs: 5_000 };

/** A ruling with the case that it is about, as its feed named it. */
export interface RuledCase {
  readonly caseId: string;
  readonly ruling: CaseRuling;
}

/** What scoring has of rulings. */
export interface HeldRulings {
  /** Those that hold, in order of contests. */
  readonly cases: readonly RuledCase[];
  /** The names of all that were made, replaced ones too. */
  readonly made: readonly string[];
}

/**
 * What scoring has of rulings.
 *
 * @param caseIds  by their refs in hexadecimal
 */
export function heldRulings(contests: readonly Contest[], caseIds: ReadonlyMap<string, string>): HeldRulings {
  const inOrder = contests.toSorted((a, b) => numberOf(a) - numberOf(b));
  const made = (contest: Contest) =>
    contest.decisions.filter(({ ruling }) => ruling > 0).map(({ ruling }) => nameOfRuling({ ...contest, ruling }));
  return {
    cases: inOrder.flatMap((contest) => {
      const ruling = rulingOf(contest);
      return ruling === undefined ? [] : [{ caseId: caseIds.get(hex(contest.caseRef)) ?? '', ruling }];
    }),
    made: inOrder.flatMap(made),
  };
}

/** Of all departments, newest first. */
export async function allContests(contests: ContestServiceClient): Promise<readonly Contest[]> {
  const all: Contest[] = [];
  for (let pageToken = ''; ; ) {
    const page = { parent: 'departments/-', pageSize: 500, pageToken, states: [], against: false };
    const answer = await call(contests, 'listContests', page, DEADLINE);
    all.push(...answer.contests);
    pageToken = answer.nextPageToken;
    if (pageToken === '') return all;
  }
}

/** The ruling that holds on a contest; undefined without one. */
function rulingOf(contest: Contest): CaseRuling | undefined {
  const decision = contest.decisions.find(({ ruling }) => ruling > 0 && ruling === contest.ruling);
  if (decision === undefined) return undefined;
  const { outcome, chargedTo, ruling: number } = decision;
  const [, party = ''] = contest.name.split('/');
  const { metric } = contest;
  return { number, contest: numberOf(contest), metric, party, outcome: RULING_OUTCOMES.wordOf(outcome), chargedTo };
}

function numberOf({ name }: Pick<Contest, 'name'>): number {
  return Number(name.split('/').at(-1));
}

/** Numbers are used again after a restore, so the case belongs to the name of a ruling. */
export function nameOfRuling({ name, ruling, caseRef }: Pick<Contest, 'name' | 'ruling' | 'caseRef'>): string {
  return `${name} ruling ${ruling} case ${hex(caseRef)}`;
}

export const hex = (ref: Uint8Array) => Buffer.from(ref).toString('hex');
