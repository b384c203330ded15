import type { DepartmentEntry, DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import { isBuiltIn } from '#libs/domain/source.js';
import type { DepartmentContract, FactContracts, FieldContract, FieldContracts, FieldType } from './fact-contract.js';

/** The facts that the company's own departments take, by the document `departments`: each kind with its fields, withdrawals and tallies. */
export function ownContracts({ departments }: Pick<DepartmentsDocument, 'departments'>): FactContracts {
  const own = Object.entries(departments).filter(([name]) => !isBuiltIn(name));
  return Object.fromEntries(own.map(([name, entry]) => [name, contractOf(entry)]));
}

function contractOf(entry: DepartmentEntry): DepartmentContract {
  const declared = Object.entries(entry.facts ?? {}).map(([kind, { fields }]) => [kind, fieldsOf(fields)] as const);
  return {
    isOwn: true,
    common: { fact_id: { type: 'id', required: true }, happened_at: { type: 'instant', required: true } },
    // The linter refuses kinds that are named "withdrawal" or "tally", and fields that are named "fact_id".
    kinds: { ...Object.fromEntries(declared), ...withdrawal(entry), ...tally(entry) },
  };
}

type Declared = NonNullable<DepartmentEntry['facts']>[string]['fields'];

function fieldsOf(fields: Declared): FieldContracts {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldOf(field)]));
}

/** The type of a map for each type of a document, and the member of `FieldValue` that holds it. */
const TYPES: Readonly<Record<Declared[string]['type'], { readonly type: FieldType; readonly holder: string }>> = {
  text: { type: 'id', holder: 'text' }, // a text of a fact keeps the rule of ids
  whole_number: { type: 'whole', holder: 'wholeNumber' },
  instant: { type: 'instant', holder: 'instant' },
  day: { type: 'day', holder: 'day' },
  yes_no: { type: 'yes_no', holder: 'yesNo' },
  choice: { type: 'choice', holder: 'choice' },
};

function fieldOf({ type, choices, required }: Declared[string]): FieldContract {
  return { ...TYPES[type], required: required !== false, ...(choices && { choices: wordsOf(choices) }) };
}

/** A correction names the fact, and the case again. */
function withdrawal({ case: of, facts = {} }: DepartmentEntry): DepartmentContract['kinds'] {
  const [first] = Object.values(facts);
  if (first === undefined) return {};
  const naming = Object.entries(first.fields).filter(([name]) => of?.named_by.includes(name));
  return { withdrawal: { fact_id: { type: 'id', required: true }, ...fieldsOf(Object.fromEntries(naming)) } };
}

/** Hits and misses of a unit and a day, of the metrics whose source judges itself. */
function tally({ metrics = {} }: DepartmentEntry): DepartmentContract['kinds'] {
  const tallied = Object.keys(metrics).filter((name) => metrics[name]?.counts === 'TALLY');
  if (tallied.length === 0) return {};
  const required = true;
  return {
    tally: {
      metric: { type: 'choice', required, choices: wordsOf(tallied) },
      unit: { type: 'unit', required },
      day: { type: 'day', required },
      hits: { type: 'whole', required },
      misses: { type: 'whole', required },
    },
  };
}

function wordsOf(choices: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(choices.map((word) => [word, word]));
}
