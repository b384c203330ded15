import type { FactLists, FactValues, Value } from '#libs/expressions/types.js';
import type { HeardMilestone, OwnDepartmentEntry, OwnFact } from './own-fact.js';

/** What expressions read of a case. */
export interface CaseValues {
  /** Of each kind of fact, and of each milestone that the department hears, the one that counts. */
  readonly counting: FactValues;
  /** All of them, in order of time. */
  readonly all: FactLists;
}

/**
 * What expressions of a version read of a case.
 *
 * @param facts       in order of time
 * @param milestones  in order of time
 */
export function valuesOf(
  facts: readonly OwnFact[],
  milestones: readonly HeardMilestone[],
  entry: OwnDepartmentEntry | undefined,
): CaseValues {
  const reported = Object.entries(entry?.facts ?? {}).map(([kind, { fields, counts }]) => {
    const alike = facts.filter((one) => one.kind === kind);
    const values = alike.map((fact) => ({ ...fieldsOf(fact, fields), happened_at: fact.happenedAt }));
    return { name: kind, values, counts };
  });
  const heard = Object.entries(entry?.heard ?? {}).map(([name, { milestone, counts }]) => {
    const alike = milestones.filter((one) => one.milestone === milestone);
    return { name, values: alike.map(({ values, happenedAt }) => ({ ...values, happened_at: happenedAt })), counts };
  });
  const known = [...reported, ...heard];
  return {
    counting: Object.fromEntries(known.map(({ name, values, counts }) => [name, counting(values, counts)])),
    all: Object.fromEntries(known.map(({ name, values }) => [name, values])),
  };
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
