import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsThatStand, type StoredFact } from '#libs/cases/facts/stored-fact.js';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { type LimitSpec, limitsOf } from '#libs/catalogue/limits.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { type Rules, rulesOf } from '#libs/rules/rules.js';
import { aCase, CASES } from '#test/catalogue/any-case.js';
import { DEPARTMENTS } from '#test/catalogue/any-fact.js';
import { company, departments, FIRST_DAY, metrics, published } from '#test/rules/documents.js';

/** Limits of which a longer one may turn a hit into a miss and a miss into a hit, each with its reason. */
const BOTH_WAYS: Readonly<Record<string, string>> = {
  'contact_satisfaction limit': 'the last answer within the limit counts, and it may be better or worse',
  'contact_easy limit': 'the last answer within the limit counts, and it may be better or worse',
  'delivery_proven limit': 'a proof may be taken late, and one that was taken may be rejected',
  'no_upheld_escalation limit': 'a case without a ruling counts as upheld until it is ruled on, either way',
  'not_lost limit': 'a parcel may be found, and a delivered one may turn out to be lost',
};

/** The same cases in every run: one that works both ways only rarely would make the test fail by chance. */
const RUNS = { seed: 2018, numRuns: 50 };

const limitOf = ({ parameter }: LimitSpec, number: number): object | number => {
  if (parameter.endsWith('CivilDays')) return { civil_days: number };
  if (parameter.endsWith('Minutes')) return { minutes: number };
  return parameter.endsWith('Seconds') ? { seconds: number } : number;
};

/** Every metric by its own limits, but the limit of this place by half or twice as much. */
function asked(place: number, change: (number: number) => number) {
  const entryOf = ({ id, parameters }: MetricDefinition) => {
    const spec = limitsOf(id).limits[place];
    const number = spec && parameters[spec.parameter];
    const limit = typeof number === 'number' ? { [spec!.name]: limitOf(spec!, change(number)) } : {};
    return [id, [{ valid_from: FIRST_DAY, ...limit }]];
  };
  return published(company(), departments(), metrics(Object.fromEntries(CATALOGUE.all.map(entryOf)) as never));
}
const half = (number: number) => Math.max(1, Math.floor(number / 2));
/** A share and a score end somewhere. */
const twice = (number: number) => (number === 5 ? 5 : Math.min(2 * number, 1_000_000));
const PLACES = [0, 1, 2].map((place) => ({ place, short: asked(place, half), long: asked(place, twice) }));

type Both = { readonly place: number; readonly short: Rules; readonly long: Rules };
const RULES = new Map<BuiltInSource, Both[]>(
  BUILT_IN_SOURCES.map((source) => [
    source,
    PLACES.map(({ place, short, long }) => ({ place, short: rulesOf(short, source), long: rulesOf(long, source) })),
  ]),
);

/** The results of a case, each by its metric, part and unit. */
function results(department: BuiltInSource, facts: readonly StoredFact[], rules: Rules): ReadonlyMap<string, boolean> {
  const { evaluations } = DEPARTMENTS[department].judge(factsThatStand(facts), rules);
  const ofCases = evaluations.filter(({ metric }) => metric.counts === 'CASES');
  return new Map(
    ofCases.map(({ metric: { id }, part = '', unit, result }) => [`${id} ${part} ${unit}`, result.hits === 1]),
  );
}

describe.each(CASES)('a limit of a case of $name', (row) => {
  it('makes the question easier or harder, and never both', () => {
    const ways = new Map<string, Set<string>>();
    fc.assert(
      fc.property(aCase(row), (facts) => {
        for (const { place, short, long } of RULES.get(row.department)!) {
          const before = results(row.department, facts, short);
          for (const [key, isHit] of results(row.department, facts, long)) {
            const wasHit = before.get(key);
            const [id = ''] = key.split(' ');
            const limit = `${id} ${limitsOf(id).limits[place]?.name}`;
            if (wasHit === undefined || wasHit === isHit) continue;
            ways.set(limit, (ways.get(limit) ?? new Set()).add(isHit ? 'easier' : 'harder'));
          }
        }
      }),
      RUNS,
    );
    const both = [...ways].filter(([limit, found]) => found.size > 1 && BOTH_WAYS[limit] === undefined);
    expect(both.map(([limit]) => limit)).toEqual([]);
  });
});
