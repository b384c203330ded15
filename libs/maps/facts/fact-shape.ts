import type { DepartmentContract, FieldContracts } from '../contract/fact-contract.js';

type Message = Readonly<Record<string, unknown>>;

/** How the generated messages hold the fields of a fact of one kind. */
export interface FactShape {
  /** The key under which a field of the kind is read. */
  readonly keyOf: (field: string) => string;
  /** Puts together what all facts have and the fields of the kind. */
  readonly fact: (common: Message, fields: Message) => Message;
}

/** The shape of a fact: a built-in department has a message for each kind, one of the company's own has named values. */
export function factShape({ isOwn, kinds }: DepartmentContract, kind: string): FactShape {
  if (isOwn !== true) {
    const $case = camelCase(kind);
    return { keyOf: camelCase, fact: (common, value) => ({ ...common, what: { $case, value } }) };
  }
  const keyOf = (field: string) => field;
  if (kind === 'tally') return { keyOf, fact: (common, value) => ({ ...common, what: { $case: kind, value } }) };
  const valuesOf = namedValues(kinds[kind] ?? {});
  if (kind !== 'withdrawal')
    return {
      keyOf,
      fact: (common, fields) => ({ ...common, fields: valuesOf(fields), what: { $case: 'kind', value: kind } }),
    };
  return {
    keyOf,
    fact: (common, { fact_id: factId, ...naming }) => ({
      ...{ ...common, fields: valuesOf(naming) },
      what: { $case: kind, value: { factId } },
    }),
  };
}

/** Makes the map from names to values that `CustomFact` has: each value under the member of its type. */
function namedValues(contracts: FieldContracts): (fields: Message) => ReadonlyMap<string, unknown> {
  return (fields) =>
    new Map(
      Object.entries(fields).map(([name, value]) => [name, { value: { $case: contracts[name]?.holder, value } }]),
    );
}

/** "handOverDueAt" of hand_over_due_at, as the generated messages write it. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
