import { caseInBatch } from '#libs/batches/format/case-in-batch.js';
import { RULED_OUT, rulingParty } from '#libs/domain/ruling.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { AnsweredIndex } from '../answers/answered-index.js';
import { type CountsAtCut, isBeyond } from '../counts/cut.js';
import { standingOf } from '../counts/standing.js';
import { type Move, movedIndex, type Place } from '../index/score/moved-index.js';
import { definitionIn, type Ruleset } from '../rulesets/ruleset.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A contest of a case of a period on which the clock has ruled, because no one decided it in time. */
export interface OverdueContest {
  readonly contest: number;
  /** It contested. */
  readonly department: string;
  readonly judgedBy: string;
  /** The name that it is recorded by. */
  readonly metric: string;
  readonly day: Day;
  /** 32 hexadecimal digits. */
  readonly caseRef: string;
  readonly dueAt: Instant;
  /** The number of the ruling. */
  readonly ruling: number;
}

/** The same with what it took out of the account, at a cut. */
export interface CountedOverdue extends OverdueContest {
  readonly hits: bigint;
  readonly cases: bigint;
}

interface Row extends Pick<OverdueContest, 'contest' | 'department' | 'metric' | 'day' | 'ruling'> {
  readonly judged_by: string;
  readonly case_ref: Buffer;
  readonly due_at: Date;
}

/** The contests of cases in some days that the clock has upheld and on which no one has ruled since. */
export async function overdueContests(
  tx: Pick<Database, 'query'>,
  { firstDay, lastDay }: { readonly firstDay: Day; readonly lastDay: Day },
): Promise<readonly OverdueContest[]> {
  const rows = await tx.query<Row>(sql('overdue-contests'), [firstDay, lastDay]);
  return rows.map(({ judged_by: judgedBy, case_ref, due_at, ...row }) => ({
    ...row,
    judgedBy,
    caseRef: case_ref.toString('hex'),
    dueAt: due_at.getTime(),
  }));
}

/** What was taken out for each, by the batches inside a cut. A batch that the department has not sealed yet takes nothing out. */
export function countOverdue(
  contests: readonly OverdueContest[],
  { batches, cut }: Pick<CountsAtCut, 'batches' | 'cut'>,
  ruleset: Ruleset,
): readonly CountedOverdue[] {
  return contests.map((contest) => {
    const { judgedBy, metric, day, department } = contest;
    const ref = Buffer.from(contest.caseRef, 'hex');
    const own = batches.filter((one) => one.source === judgedBy && !isBeyond(one, cut));
    const standing = standingOf(
      own.flatMap(({ batch }) => caseInBatch(batch.bytes, ref, metric)),
      day,
    );
    const out = standing.filter(
      ({ cell }) =>
        cell.reason === RULED_OUT &&
        cell.responsible === rulingParty(department) &&
        cell.definition === definitionIn(ruleset, metric),
    );
    const hits = out.reduce((sum, one) => sum + BigInt(one.hits), 0n);
    return { ...contest, hits, cases: out.reduce((sum, one) => sum + BigInt(one.misses), hits) };
  });
}

/** What overdue decisions took out of the account of a department, together. */
export interface OverdueEffect {
  readonly hits: bigint;
  readonly cases: bigint;
  /** The index if the department answered for these; undefined when it would not be measured. */
  readonly indexWithoutE4: bigint | undefined;
}

/**
 * The effect on the department that judged. What another department contested was not in its account, so it changes nothing of its index.
 *
 * @returns undefined when nothing of its own was taken out
 */
export function overdueEffect(
  { name: { department }, input }: Pick<AnsweredIndex, 'name' | 'input'>,
  overdue: readonly CountedOverdue[],
): OverdueEffect | undefined {
  const own = overdue.filter(
    (one) =>
      one.judgedBy === department && one.department === department && one.cases > 0n && input.counts.has(one.metric),
  );
  if (own.length === 0) return undefined;
  const from: Place = { class: 'EXCLUDED', reason: RULED_OUT, responsible: rulingParty(department) };
  const moves = own.map(({ metric, hits, cases }): Move => ({ metric, from, to: 'ACCOUNTABLE', hits, cases }));
  return {
    hits: own.reduce((sum, { hits }) => sum + hits, 0n),
    cases: own.reduce((sum, { cases }) => sum + cases, 0n),
    indexWithoutE4: movedIndex(input, moves),
  };
}
