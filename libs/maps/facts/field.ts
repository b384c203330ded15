import { problemOfId } from '#libs/domain/id.js';
import { dayOf, isDay, isoInstant } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
import { isKnownZone } from '../cells/cell-reader.js';
import type { FieldContract } from '../contract/fact-contract.js';
import type { Findings, Path } from '../findings.js';
import { own } from '../own.js';
import { listOf, type Row } from '../values/scope.js';
import { needed } from '../values/shifted.js';
import { type Expression, WRONG } from '../values/template.js';
import { Fault, inColumns, type Scalar, type ValueType } from '../values/value.js';

/** The value of a field as the contract takes it: a Date for an instant, a number or word for a choice. Undefined: empty. */
export type FieldValue = string | number | boolean | Date | undefined;

type Filled = Exclude<Scalar, undefined>;

/** Reads a field that is no group from a row. @throws {Fault} */
export type ReadField = (row: Row) => FieldValue | readonly FieldValue[];

/** Makes the value of a field of what an expression gives. A value that cannot fit, whatever the row, is a finding. */
export function fieldOf(of: Expression, contract: FieldContract, path: Path, findings: Findings): ReadField {
  if (of === WRONG) return () => undefined;
  const wrong = mismatch(of.type, contract.type);
  if (wrong !== undefined) findings.add(path, wrong, CURES[contract.type] ?? 'give the column that type');
  if (of.several && contract.several !== true)
    findings.add(path, 'the field holds one value, this is a list', 'choose one: first, last, only, earliest, latest');
  const convert = (value: Filled, row: Row) => inColumns(of.columns, () => converted(value, of.type, contract, row));
  if (of.constant !== undefined && wrong === undefined) checkConstant(of, contract, path, findings);
  if (contract.several !== true) {
    return (row) => {
      const [value] = listOf(of.read(row));
      return value === undefined ? undefined : convert(value, row);
    };
  }
  return (row) => {
    const values = listOf(of.read(row)).map((value) => convert(value, row));
    return contract.type === 'choice' ? [...new Set(values)] : values;
  };
}

/** A constant is wrong for all rows, so it is a finding. */
function checkConstant(of: Expression, contract: FieldContract, path: Path, findings: Findings): void {
  if (contract.type === 'day' || contract.type === 'instant') return;
  try {
    for (const value of listOf(of.constant))
      converted(value, of.type, contract, { values: [], groups: [], parent: undefined, zone: undefined });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    findings.add(path, error.problem, error.cure);
  }
}

const CURES: Readonly<Record<string, string>> = {
  instant: 'give the column the type instant; of a day, say the time: {value: "{shipped_on}", at_time: "18:00"}',
  day: 'give the column the type day or instant',
  whole: 'give the column the type whole',
  yes_no: 'give the column the type yes_no',
};

/** Why values of a type can never be values of a field. A text is looked at row by row, except for dates. */
function mismatch(type: ValueType, wanted: FieldContract['type']): string | undefined {
  const fits: Readonly<Record<string, readonly ValueType[]>> = {
    instant: ['instant'],
    day: ['day', 'instant'],
    whole: ['whole', 'text'],
    decimal: ['decimal', 'whole', 'text'],
    yes_no: ['yes_no', 'text'],
    choice: ['text'],
  };
  const allowed = fits[wanted];
  return allowed === undefined || allowed.includes(type) ? undefined : `the field holds ${wanted}, this is ${type}`;
}

function converted(value: Filled, type: ValueType, contract: FieldContract, row: Row): FieldValue {
  switch (contract.type) {
    case 'instant':
      return new Date(Number(value));
    case 'day':
      return typeof value === 'number'
        ? dayOf(value, needed(row.zone))
        : checked(value, isDay, 'a day from 2000 on', '2018-03-02');
    case 'whole':
      return Number(checked(String(value), (text) => /^-?\d{1,15}$/.test(text), 'a whole number', '5'));
    case 'decimal':
      return Number(checked(String(value), (text) => Number.isFinite(Number(text)), 'a number', '5.25'));
    case 'yes_no':
      return checked(String(value), (text) => /^(true|false)$/.test(text), 'true or false', 'true') === 'true';
    case 'choice':
      return choice(String(value), contract.choices ?? {});
    case 'zone':
      return checked(String(value), isKnownZone, 'a time zone', 'Europe/Berlin');
    case 'unit':
      return checked(String(value), isUnit, 'a unit', 'site/berlin');
    case 'id':
      return checkedId(textOf(value, type));
    default:
      return textOf(value, type);
  }
}

function textOf(value: Filled, type: ValueType): string {
  return type === 'instant' ? isoInstant(Number(value)) : String(value);
}

function checked(value: Filled, isRight: (text: string) => boolean, what: string, example: string): string {
  const text = String(value);
  if (isRight(text)) return text;
  throw new Fault(`"${text}" is not ${what}`, `write ${example}`);
}

function checkedId(text: string): string {
  const wrong = problemOfId(text);
  if (wrong === undefined) return text;
  throw new Fault(`the id "${text}" ${wrong.problem}`, wrong.cure);
}

function choice(text: string, choices: NonNullable<FieldContract['choices']>): number | string {
  const found = own(choices, text);
  if (found !== undefined) return found;
  throw new Fault(
    `"${text}" is not one of the contract`,
    `choose ${Object.keys(choices).join(', ')}, with a value table`,
  );
}
