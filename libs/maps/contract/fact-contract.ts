import contracts from './fact-contracts.json' with { type: 'json' };

/** What a field of a fact holds. "group" holds fields of its own. */
export type FieldType =
  | 'text'
  | 'id'
  | 'unit'
  | 'zone'
  | 'day'
  | 'instant'
  | 'whole'
  | 'decimal'
  | 'yes_no'
  | 'choice'
  | 'group';

/** One field of a fact as the contract has it. */
export interface FieldContract {
  readonly type: FieldType;
  /** The department refuses a fact without it. */
  readonly required?: boolean;
  /** It holds a list. */
  readonly several?: boolean;
  /** The words of a choice and what the contract has for each: a number, or the word itself. */
  readonly choices?: Readonly<Record<string, number | string>>;
  /** The fields of a group. */
  readonly fields?: FieldContracts;
  /** Of a department of the company's own: the member of `FieldValue` that holds it, "wholeNumber". */
  readonly holder?: string;
}

export type FieldContracts = Readonly<Record<string, FieldContract>>;

/** The facts that one department takes. */
export interface DepartmentContract {
  /** What every fact has: its id, its case, its instant. */
  readonly common: FieldContracts;
  /** What each kind has besides. */
  readonly kinds: Readonly<Record<string, FieldContracts>>;
  /** The kinds that are about a subject, each with the kind of subject. They name it in subject_id, and no order and no contact. */
  readonly subjects?: Readonly<Record<string, string>>;
  /** It is declared in departments.yaml, and takes facts by cx.custom.v1. */
  readonly isOwn?: boolean;
}

export type FactContracts = Readonly<Record<string, DepartmentContract>>;

/** The facts of all built-in departments. `npm run docs` prints them from the contracts, so a new field can be mapped at once. */
export const FACT_CONTRACTS: FactContracts = contracts as unknown as FactContracts;

/** The kinds of facts that each built-in department takes, by its name. */
export const FACT_KINDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(FACT_CONTRACTS).map(([department, { kinds }]) => [department, Object.keys(kinds)]),
);

/** The fields by which facts name an order or a contact, and a part of it. */
const OF_ORDERS_AND_CONTACTS = ['order_id', 'contact_id', 'parcel_id', 'issue_id'];

/**
 * What every fact of a kind has, whatever it says: its id, its case, its instant.
 *
 * @param isOfSubject  of a withdrawal, which has no kind of its own: whether it names a subject
 */
export function commonFields(
  { common, subjects = {} }: DepartmentContract,
  kind: string,
  isOfSubject: boolean,
): FieldContracts {
  const { subject_id: subjectId, ...others } = common;
  if (subjectId === undefined || !(isOfSubject || Object.hasOwn(subjects, kind))) return others;
  const kept = Object.entries(others).filter(([name]) => !OF_ORDERS_AND_CONTACTS.includes(name));
  return { ...Object.fromEntries(kept), subject_id: { ...subjectId, required: true } };
}
