import type { FactValues, Value } from '#libs/expressions/types.js';
import type { HeardMilestone, OwnDepartmentEntry, OwnFact } from './own-fact.js';

/**
 * What expressions read of a case: of each kind of fact, and of each milestone that the department hears, the one that counts.
 *
 * @param facts       in order of time
 * @param milestones  in order of time
 */
export function valuesOf(
  facts: readonly OwnFact[],
  milestones: readonly HeardMilestone[],
  entry: OwnDepartmentEntry | undefined,
): FactValues {
  const reported = Object.entries(entry?.facts ?? {}).flatMap(([kind, { fields, counts }]) => {
    const fact = counting(
      facts.filter((one) => one.kind === kind),
      counts,
    );
    return fact === undefined ? [] : [[kind, { ...fieldsOf(fact, fields), happened_at: fact.happenedAt }] as const];
  });
  const heard = Object.entries(entry?.heard ?? {}).flatMap(([name, { milestone, counts }]) => {
    const one = counting(
      milestones.filter((each) => each.milestone === milestone),
      counts,
    );
    return one === undefined ? [] : [[name, { ...one.values, happened_at: one.happenedAt }] as const];
  });
  return Object.fromEntries([...reported, ...heard]);
}

function counting<T>(alike: readonly T[], counts: 'first' | 'last' | undefined): T | undefined {
  return counts === 'first' ? alike[0] : alike.at(-1);
}

type Fields = NonNullable<OwnDepartmentEntry['facts']>[string]['fields'];

/** A field that was reported in another type than the version states is absent. */
function fieldsOf(fact: OwnFact, fields: Fields): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, { type }]): [string, Value][] => {
      const reported = Object.hasOwn(fact.fields, name) ? fact.fields[name] : undefined;
      return reported?.type === type ? [[name, reported.value]] : [];
    }),
  );
}
