import type { Findings, Path } from '../findings.js';
import { type ConditionDocument, conditionDocument, type TestDocument } from '../map-document.js';
import { listOf, namesIn, type Row, type Scope, type Word, wordOf } from './scope.js';
import type { Scalar } from './value.js';

export type Condition = (row: Row) => boolean;

/** All of its tests must hold; of a list, one. `any`, `all` and `not` hold conditions, every other key is a word. */
export function condition(document: ConditionDocument, scope: Scope, path: Path, findings: Findings): Condition {
  const tests = Object.entries(document).map(([key, value]): Condition => {
    const here = [...path, key];
    const inner = (one: unknown, at: Path) => condition(one as ConditionDocument, scope, at, findings);
    if (key === 'not') {
      const wrong = inner(value, here);
      return (row) => !wrong(row);
    }
    if (key === 'any' || key === 'all') {
      const list = (value as unknown as readonly unknown[]).map((one, place) => inner(one, [...here, place]));
      return key === 'any' ? (row) => list.some((one) => one(row)) : (row) => list.every((one) => one(row));
    }
    const word = wordOf(scope, key);
    if (word !== undefined) return test(word, value as TestDocument, scope, here, findings);
    findings.unknown(here, 'word', key, namesIn(scope));
    return () => false;
  });
  return (row) => tests.every((one) => one(row));
}

/** The condition inside an expression. The schema of maps does not look into expressions, so its form is checked here. */
export function innerCondition(document: unknown, scope: Scope, path: Path, findings: Findings): Condition {
  const parsed = conditionDocument.safeParse(document);
  if (parsed.success) return condition(parsed.data, scope, path, findings);
  findings.add(path, 'this is no condition', 'write {status: open}, or see docs/import.md for its other forms');
  return () => false;
}

function test(word: Word, document: TestDocument, scope: Scope, path: Path, findings: Findings): Condition {
  if (typeof document !== 'object') return test(word, [document], scope, path, findings);
  if (Array.isArray(document)) {
    const wanted = new Set(document.map((one) => String(one)));
    if (word.several) findings.add(path, 'the word holds a list', 'test it with contains or lacks');
    return (row) => wanted.has(String(word.read(row) ?? ''));
  }
  const tests = Object.entries(document).map(([operator, operand]): Condition => {
    const here = [...path, operator];
    switch (operator) {
      case 'filled':
        return (row) => listOf(word.read(row)).length > 0 === operand;
      case 'not': {
        const isOne = test(word, operand as TestDocument, scope, here, findings);
        return (row) => !isOne(row);
      }
      case 'contains':
        return (row) => listOf(word.read(row)).some((one) => String(one) === String(operand));
      case 'lacks':
        return (row) => !listOf(word.read(row)).some((one) => String(one) === String(operand));
      case 'begins_with':
        return (row) => String(one(word, row) ?? '').startsWith(String(operand));
      case 'more_than':
        return (row) => Number(word.read(row) ?? Number.NaN) > Number(operand);
      case 'less_than':
        return (row) => Number(word.read(row) ?? Number.NaN) < Number(operand);
      default:
        return comparison(word, operator, String(operand), scope, here, findings);
    }
  });
  return (row) => tests.every((one) => one(row));
}

const COMPARE: Readonly<Record<string, (a: Scalar, b: Scalar) => boolean>> = {
  same_as: (a, b) => String(a ?? '') === String(b ?? ''),
  differs_from: (a, b) => String(a ?? '') !== String(b ?? ''),
  after: (a, b) => a !== undefined && b !== undefined && a > b,
  before: (a, b) => a !== undefined && b !== undefined && a < b,
};

function comparison(
  word: Word,
  operator: string,
  name: string,
  scope: Scope,
  path: Path,
  findings: Findings,
): Condition {
  const other = wordOf(scope, name);
  const compare = COMPARE[operator];
  if (other === undefined) findings.unknown(path, 'word', name, namesIn(scope));
  if (other === undefined || compare === undefined) return () => false;
  if (/^(after|before)$/.test(operator) && other.type !== word.type)
    findings.add(path, `one is ${word.type}, the other ${other.type}`, 'compare two of one type');
  return (row) => compare(one(word, row), one(other, row));
}

function one(word: Word, row: Row): Scalar {
  return listOf(word.read(row))[0];
}
