import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { WHOLE } from '#libs/domain/part.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { Rules } from '#libs/rules/rules.js';
import { readFacts } from '../evidence/read-facts.js';
import { refKey } from '../facts/stored.js';
import { factsThatStand, type StoredFact } from '../facts/stored-fact.js';
import type { Judge } from '../judging/department.js';
import { judgeCase } from '../judging/judge-case.js';
import { asKnownOf } from '../judging/standing.js';
import type { FoundRow } from './due-rows.js';

/** An open question that would be a miss if nothing more were reported, with what is known of its case. */
export interface OpenQuestion extends FoundRow {
  readonly facts: readonly StoredFact[];
  /** What it is judged by, and who answers for it, as far as is known now. */
  readonly evaluation: MetricEvaluation;
}

/** By what open questions are judged. */
export interface JudgedBy {
  readonly judge: Judge;
  readonly rules: Rules;
}

/**
 * What is known of open questions. Each case is judged once more by its facts, so a question that a fact has saved since its row was read
 * is left out.
 */
export async function openQuestions(
  tx: Pick<Transaction, 'query'>,
  rows: readonly FoundRow[],
  { judge, rules }: JudgedBy,
): Promise<OpenQuestion[]> {
  const facts = await readFacts(
    tx,
    rows.map(({ ref }) => ref),
  );
  const cases = new Map(
    [...facts].map(([key, some]) => {
      const standing = factsThatStand(some);
      return [key, { facts: standing, evaluations: judgeCase(judge, standing, rules).evaluations }] as const;
    }),
  );
  return rows.flatMap((row) => {
    const known = cases.get(refKey(row.ref));
    const evaluation = known?.evaluations.find((one) => isAbout(one, row));
    if (known === undefined || evaluation === undefined) return [];
    const isSafe = asKnownOf(evaluation.metric, evaluation.result) === 'SAFE';
    return isSafe ? [] : [{ ...row, facts: known.facts, evaluation }];
  });
}

function isAbout({ metric, unit, part = WHOLE }: MetricEvaluation, row: FoundRow): boolean {
  const { recordedAs, definition } = row.group.metric;
  return metric.recordedAs === recordedAs && metric.definition === definition && unit === row.unit && part === row.part;
}
