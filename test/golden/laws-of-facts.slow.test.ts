import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsThatStand, type StoredFact, WITHDRAWAL } from '#libs/cases/facts/stored-fact.js';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { aCase, CASES, RUNS } from '#test/catalogue/any-case.js';
import { DEPARTMENTS } from '#test/catalogue/any-fact.js';
import { defaultRules } from '#test/rules/documents.js';

const RULES = new Map(BUILT_IN_SOURCES.map((source) => [source, defaultRules(source)]));
const REACHED = new Set<string>();

function judged(department: BuiltInSource, facts: readonly StoredFact[]) {
  const judgement = DEPARTMENTS[department].judge(factsThatStand(facts), RULES.get(department)!);
  for (const { metric } of judgement.evaluations) REACHED.add(metric.id);
  return {
    ...judgement,
    evaluations: judgement.evaluations.map(({ metric, ...one }) => ({ metric: metric.id, ...one })),
  };
}

describe.each(CASES)('the verdicts of a case of $name', (row) => {
  const { department } = row;
  const cases = aCase(row);

  it('do not depend on the order in which its facts arrive', () => {
    const turned = cases.chain((facts) =>
      fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
    );
    fc.assert(
      fc.property(turned, ([facts, other]) => {
        expect(judged(department, other)).toEqual(judged(department, facts));
      }),
      RUNS,
    );
  });

  it('do not change by a fact that is reported again, under the same id or another one', () => {
    const counts = new Map(row.kinds.map(({ kind, counts: which }) => [kind, which]));
    fc.assert(
      fc.property(cases, fc.nat(), (facts, at) => {
        const own = facts.filter(({ kind }) => counts.has(kind) && counts.get(kind) !== 'every');
        const one = own[at % Math.max(own.length, 1)];
        fc.pre(one !== undefined);
        const again = { ...one!, factId: `${one!.factId}~` };
        expect(judged(department, [...facts, again])).toEqual(judged(department, facts));
      }),
      RUNS,
    );
  });

  it('are what they were before a fact that is withdrawn', () => {
    fc.assert(
      fc.property(cases, fc.nat(), (facts, at) => {
        const own = facts.filter(({ kind }) => !kind.includes('/'));
        const one = own[at % own.length]!;
        const withdrawal = { ...one, factId: 'w', kind: WITHDRAWAL, withdraws: one.factId };
        const without = facts.filter((fact) => fact !== one);
        expect(judged(department, [...facts, withdrawal])).toEqual(judged(department, without));
      }),
      RUNS,
    );
  });
});

describe('these laws', () => {
  it('were asked of every metric of the catalogue', () => {
    const missing = CATALOGUE.all.filter(({ id }) => !REACHED.has(id)).map(({ id }) => id);
    expect(missing).toEqual([]);
  });
});
