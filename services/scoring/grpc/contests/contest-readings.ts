import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import {
  type ForeseenRuling,
  type ForeseeRulingRequest,
  type ListPrecedentsRequest,
  type ListPrecedentsResponse,
  PartyKind,
  type Precedent as PrecedentMessage,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { GROUNDS } from '#libs/domain/contest.js';
import { RULING_OUTCOMES } from '#libs/domain/ruling.js';
import type { Source } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { citableOfLine } from '../../contests/contest-line.js';
import { citableOf } from '../../contests/counted-case.js';
import { foreseeRuling } from '../../contests/foresee.js';
import { findPrecedents, type PartyKind as Kind, type Precedent, type Precedents } from '../../contests/precedents.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { periodIn } from '../period-in.js';
import { versionPage } from '../version-page.js';
import { contestIn, contestName } from './contest-names.js';
import { partyFrom } from './contest-request.js';

export interface ContestReadings {
  readonly database: Database;
  readonly rulesets: Rulesets;
  readonly departments: readonly Source[];
  readonly now: Instant;
}

/** Answers ForeseeRuling. @throws {CxError} NAME_INVALID, PARTY_INVALID and what `foreseeRuling` throws */
export async function foreseen(
  { database, rulesets, departments, now }: ContestReadings,
  { name, chargedTo: asked }: ForeseeRulingRequest,
): Promise<ForeseenRuling> {
  const { number } = contestIn(name);
  const chargedTo = asked === '' ? '' : partyFrom(asked, 'charged_to', departments);
  const wanted = { contest: number, chargedTo, now };
  const { contest, foreseen: outcomes, recomputedE4 } = await foreseeRuling(database, rulesets, wanted);
  const { line } = contest;
  return {
    contest: contestName(contest.department, contest.number),
    outcomes: outcomes.map(({ outcome, chargedTo: party, departments: concerned }) => ({
      ...{ outcome: RULING_OUTCOMES.numberOf(outcome), chargedTo: party },
      departments: concerned.map((one) => ({ ...one, department: `departments/${one.department}` })),
    })),
    observations: [...(await (line === undefined ? citableOf(database, contest) : citableOfLine(database, line)))],
    recomputedIndexE4: recomputedE4,
  };
}

const KINDS: Readonly<Record<PartyKind, Kind | undefined>> = {
  [PartyKind.PARTY_KIND_UNSPECIFIED]: undefined,
  [PartyKind.PARTY_KIND_DEPARTMENT]: 'DEPARTMENT',
  [PartyKind.PARTY_KIND_PARTNER]: 'PARTNER',
  [PartyKind.PARTY_KIND_CUSTOMER]: 'CUSTOMER',
  [PartyKind.PARTY_KIND_NONE]: 'NONE',
};

/** Answers ListPrecedents. A metric that no one knows is in no ruling. @throws {CxError} PAGE_INVALID, NAME_INVALID, PERIOD_INVALID */
export async function precedents(
  { database, rulesets }: Pick<ContestReadings, 'database' | 'rulesets'>,
  query: ListPrecedentsRequest,
): Promise<ListPrecedentsResponse> {
  const { period, metric, pageSize, pageToken } = query;
  const wanted = {
    ground: GROUNDS.find(query.ground),
    metric: metric === '' ? undefined : (CATALOGUE.named(metric)[0]?.recordedAs ?? metric),
    partyKind: KINDS[query.partyKind],
    days: period === '' ? undefined : periodIn(rulesets, period, 'period'),
  };
  let sums: Precedents | undefined;
  const list = async (below: number, limit: number) => {
    sums = await findPrecedents(database, { ...wanted, below, limit });
    return sums.precedents;
  };
  const parent = JSON.stringify([wanted.ground, wanted.metric, wanted.partyKind, period]);
  const { versions, nextPageToken } = await versionPage({ parent, pageSize, pageToken }, list, ({ ruling }) => ruling);
  const { rulings = 0, upheld = 0, medianAgeSeconds = 0 } = sums ?? {};
  return { precedents: versions.map(precedentToProto), nextPageToken, rulings, upheld, medianAgeSeconds };
}

function precedentToProto(one: Precedent): PrecedentMessage {
  const { contest, department, judgedBy, ground, outcome, cites, openedAt, ruledAt, isOverdue: overdue, ...rest } = one;
  return {
    ...{ ...rest, overdue, contest: contestName(department, contest), judgedBy: `departments/${judgedBy}` },
    ...{ ground: GROUNDS.numberOf(ground), outcome: RULING_OUTCOMES.numberOf(outcome), cites: [...cites] },
    openedAt: new Date(openedAt),
    ruledAt: new Date(ruledAt),
  };
}
