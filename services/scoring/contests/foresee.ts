import { caseInBatch } from '#libs/batches/format/case-in-batch.js';
import type { Department } from '#libs/domain/observation.js';
import { answeringParty, type CaseRuling, ruled } from '#libs/domain/ruling.js';
import { isDepartment } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import type { AnsweredIndex } from '../answers/answered-index.js';
import { countsAtCut, isBeyond, newestDrainedCut } from '../counts/cut.js';
import { type CountedVerdict, standingOf } from '../counts/standing.js';
import { type Move, movedIndex, type Place } from '../index/score/moved-index.js';
import { indexesOf } from '../periods/read-period.js';
import { definitionIn } from '../rulesets/ruleset.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { periodOfDay } from './contest-terms.js';
import { contestOf } from './decide-contest.js';
import { foreseeLine } from './foresee-line.js';
import type { Foreseen, ForeseenDepartment } from './foreseen.js';
import type { Contest } from './store.js';

/** A contest with what each outcome would do; of a line also its index computed again. */
export interface ForeseenContest {
  readonly contest: Contest;
  readonly foreseen: readonly Foreseen[];
  readonly recomputedE4?: bigint | undefined;
}

type Contested = Pick<Contest, 'number' | 'department' | 'judgedBy' | 'metric'>;

/**
 * What a reviewer would bring about: the index of each department concerned if the contest is dismissed, taken out, or charged to a party, before anyone
 * decides. It reads one state of the counts and changes nothing. Nothing is foreseen of a contest that is ruled, whose effect is in the index, and of a
 * case in no period of a ruleset, which is in no index.
 *
 * @param chargedTo  a party that the reviewer has in mind; empty for the one that the contest asks for
 * @throws {CxError} CONTEST_UNKNOWN
 */
export async function foreseeRuling(
  database: Database,
  rulesets: Rulesets,
  { contest: number, chargedTo, now }: { readonly contest: number; readonly chargedTo: string; readonly now: Instant },
): Promise<ForeseenContest> {
  return database.transaction(
    async (tx) => {
      const contest = await contestOf(tx, number);
      if (contest.line !== undefined) return { contest, ...(await foreseeLine(tx, rulesets, contest, contest.line)) };
      if (contest.state === 'RULED') return { contest, foreseen: [] };
      const period = periodOfDay(rulesets, contest.day, now);
      const ruleset = period && rulesets.for(period);
      if (period === undefined || ruleset === undefined) return { contest, foreseen: [] };
      const cut = await newestDrainedCut(tx);
      const counts = await countsAtCut(tx, cut, period.firstDay, period.lastDay);
      const own = counts.batches.filter((one) => one.source === contest.judgedBy && !isBeyond(one, cut));
      const changes = own.flatMap(({ batch }) => caseInBatch(batch.bytes, contest.caseRef, contest.metric));
      const definition = definitionIn(ruleset, contest.metric);
      const standing = standingOf(changes, contest.day).filter(({ cell }) => cell.definition === definition);
      const indexes = indexesOf(period, ruleset, rulesets, counts);
      return { contest, foreseen: foreseenOf(contest, partyOf(contest, chargedTo), standing, indexes) };
    },
    { isolation: 'repeatable read', readOnly: true, statementTimeoutMs: 60_000 },
  );
}

/** Whom a ruling would charge: a party in mind, the one that the contest names, or the one that judged when another one contests. */
function partyOf({ department, judgedBy, responsible }: Contest, inMind: string): string {
  const party = inMind || responsible || judgedBy;
  return party === department ? '' : party;
}

/** Pure: each outcome with what it would do, from what stands of the case and the indexes as they are. */
export function foreseenOf(
  contest: Contested,
  party: string,
  standing: readonly CountedVerdict[],
  indexes: ReadonlyMap<Department, AnsweredIndex>,
): readonly Foreseen[] {
  const outcomes: readonly Pick<Foreseen, 'outcome' | 'chargedTo'>[] = [
    { outcome: 'DISMISSED', chargedTo: '' },
    { outcome: 'TAKEN_OUT', chargedTo: '' },
    ...(party === '' ? [] : [{ outcome: 'CHARGED' as const, chargedTo: party }]),
  ];
  const concerned = [...new Set([contest.judgedBy, contest.department, party])].filter(isDepartment);
  return outcomes.map((one) => {
    const after = standing.flatMap((verdict) => afterRuling(verdict, contest, one));
    const moves = after.filter(({ from, to }) => from !== to);
    return {
      ...one,
      departments: concerned.map((department): ForeseenDepartment => {
        const answered = indexes.get(department);
        const now = answered && movedIndex(answered.input, []);
        const isJudge = department === contest.judgedBy;
        return {
          department,
          indexE4: now,
          indexIfE4: answered && isJudge ? movedIndex(answered.input, moves) : now,
          misses: after.reduce((sum, { answers, misses }) => sum + (answers === department ? misses : 0), 0),
        };
      }),
    };
  });
}

interface After extends Move {
  readonly misses: number;
  /** Who answers then. */
  readonly answers: string | undefined;
}

/** The hits and the misses of a verdict as a ruling leaves them: it treats them apart. */
function afterRuling(
  { cell, hits, misses }: CountedVerdict,
  { number, department: party, judgedBy, metric }: Contested,
  { outcome, chargedTo }: Pick<Foreseen, 'outcome' | 'chargedTo'>,
): readonly After[] {
  const ruling: CaseRuling = { number: 0, contest: number, metric, party, outcome, chargedTo };
  const parts = [
    { hits, misses: 0 },
    { hits: 0, misses },
  ].filter((part) => part.hits + part.misses > 0);
  return parts.map((part) => {
    const before = {
      metric,
      class: cell.class,
      reason: cell.reason,
      responsible: cell.responsible,
      misses: part.misses,
    };
    const after = ruled(before, [ruling], judgedBy);
    const from = placeOf(before);
    return {
      ...{ metric, from, to: after === before ? from : placeOf(after), misses: part.misses },
      ...{ hits: BigInt(part.hits), cases: BigInt(part.hits + part.misses), answers: answeringParty(after, judgedBy) },
    };
  });
}

function placeOf({
  class: group,
  reason,
  responsible,
}: Pick<CountedVerdict['cell'], 'class' | 'reason' | 'responsible'>): Place {
  return group === 'ACCOUNTABLE' ? 'ACCOUNTABLE' : { class: group, reason, responsible };
}
