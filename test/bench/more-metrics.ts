import { randomBytes } from 'node:crypto';
import { factsThatStand, type StoredFact } from '#libs/cases/facts/stored-fact.js';
import { storedAs } from '#libs/cases/facts/write-facts.js';
import type { Judge } from '#libs/cases/judging/department.js';
import { judgeCase } from '#libs/cases/judging/judge-case.js';
import type { Metric } from '#libs/catalogue/metric.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { groupBy } from '#libs/domain/group-by.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { judgeOrdering } from '#services/ordering/judge.js';
import { realFacts } from '#test/real-orders/facts.js';
import { defaultRules, FIRST_DAY } from '#test/rules/documents.js';

const NOW = Date.parse('2019-06-01T12:00:00Z');
const ROUNDS = 10;
/** Until the code is compiled. */
const WARM_UP = 4;

export const MORE_METRICS = 40;

export interface CostOfMetrics {
  readonly items: number;
  /** CPU microseconds of judging for each fact. */
  readonly usWithout: number;
  readonly usWith: number;
}

/** Judges the real orders with each of their facts, in turns without and with metrics that read a kind of fact that no order has. */
export async function measureMoreMetrics(orders: number): Promise<CostOfMetrics> {
  const check = orderingFacts.check(randomBytes(32));
  const reported = (await realFacts((_, place) => place < orders)).filter(({ to }) => to === 'ordering');
  const facts = reported.flatMap(({ fact }) => {
    const checked = check(fact as Parameters<typeof check>[0], 'IMPORTED', NOW);
    return checked.is === 'in order' ? [{ ref: checked.fact.ref, stored: storedAs(checked.fact, 'shop', NOW) }] : [];
  });
  const cases = [...groupBy(facts, ({ ref }) => ref.toString('hex')).values()].map((some) =>
    some.map(({ stored }) => stored),
  );
  const rules = defaultRules('ordering');
  const withMore = rulesWithMore(rules);
  const us = { without: 0, with: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const without = judgeAll(judgeOrdering, cases, rules);
    const with_ = judgeAll(judgeWithMore, cases, withMore);
    if (round < WARM_UP) continue;
    us.without += without / (ROUNDS - WARM_UP);
    us.with += with_ / (ROUNDS - WARM_UP);
  }
  return { items: facts.length, usWithout: us.without / facts.length, usWith: us.with / facts.length };
}

/** Judges each case with each of its facts, as they come in. Returns CPU microseconds. */
function judgeAll(judge: Judge, cases: readonly (readonly StoredFact[])[], rules: Rules): number {
  const began = process.cpuUsage();
  for (const facts of cases)
    for (let known = 1; known <= facts.length; known += 1)
      judgeCase(judge, factsThatStand(facts.slice(0, known)), rules);
  const { user, system } = process.cpuUsage(began);
  return user + system;
}

const [anyMetric] = ORDERING;
if (anyMetric === undefined) throw new Error('ordering has no metric');

const MORE: readonly Metric<readonly StoredFact[]>[] = Array.from({ length: MORE_METRICS }, (_, place) => ({
  ...(anyMetric as unknown as Metric<readonly StoredFact[]>),
  ...{ id: `more_${place}`, recordedAs: `more_${place}` },
  evaluate(facts) {
    if (!facts.some(({ kind }) => kind === `more_${place}`)) return undefined;
    throw new Error('no order has such a fact');
  },
}));

const judgeWithMore: Judge = (facts, rules) => {
  const judged = judgeOrdering(facts, rules);
  return { ...judged, evaluations: [...judged.evaluations, ...evaluateBy(rules, MORE, facts)] };
};

function rulesWithMore(rules: Rules): Rules {
  const limits = { limits: {}, exceptions: [] };
  const more = MORE.map((metric) => ({ metric, entries: [{ validFrom: FIRST_DAY, limits, definition: metric }] }));
  return { ...rules, metrics: [...rules.metrics, ...more] };
}
