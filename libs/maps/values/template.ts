import type { Findings, Path } from '../findings.js';
import { namesIn, type Row, type Scope, type Word, wordOf } from './scope.js';
import type { Value } from './value.js';

/** A value of a row: a word, a constant, or made of both. */
export interface Expression extends Word {
  /** The value when it is the same for every row. */
  readonly constant?: Value;
}

/** An expression that stands for one that is wrong: the finding has been noted. */
export const WRONG: Expression = {
  type: 'text',
  several: false,
  columns: [],
  read: () => undefined,
  constant: undefined,
};

export function constantOf(value: string | number | boolean): Expression {
  const type = typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'yes_no' : typeOfNumber(value);
  return { type, several: false, columns: [], read: () => value, constant: value };
}

function typeOfNumber(value: number): 'whole' | 'decimal' {
  return Number.isInteger(value) ? 'whole' : 'decimal';
}

/**
 * "{order}" is the word itself with its type, "area/{state}" a text, "site/berlin" a constant. Braces that are meant as such are
 * doubled. A text with an empty word is empty.
 */
export function template(text: string, scope: Scope, path: Path, findings: Findings): Expression {
  const pieces = text.split(/(\{\{|\}\}|\{[^{}]*\})/).filter((piece) => piece !== '');
  const parts = pieces.map((piece) => partOf(piece, scope, path, findings));
  if (parts.some((part) => part === WRONG)) return WRONG;
  const words = parts.filter((part): part is Word => typeof part !== 'string');
  const [only] = words;
  if (only === undefined) return constantOf(parts.join(''));
  if (parts.length === 1) return only;
  const list = words.find(({ several }) => several);
  if (list !== undefined) {
    findings.add(path, `"${text}" puts a list into a text`, 'choose one of the list: first, last, only');
    return WRONG;
  }
  const columns = words.flatMap((word) => word.columns);
  return { type: 'text', several: false, columns, read: (row) => joined(parts, row) };
}

function partOf(piece: string, scope: Scope, path: Path, findings: Findings): string | Word {
  if (piece === '{{' || piece === '}}') return piece.slice(1);
  if (!piece.startsWith('{') || !piece.endsWith('}')) {
    if (!/[{}]/.test(piece)) return piece;
    findings.add(path, 'a brace is not closed', 'write {word}, or double a brace that is meant as such: {{');
    return WRONG;
  }
  const name = piece.slice(1, -1).trim();
  const word = wordOf(scope, name);
  if (word !== undefined) return word;
  findings.unknown(
    path,
    'word',
    `{${name}}`,
    namesIn(scope).map((known) => `{${known}}`),
  );
  return WRONG;
}

function joined(parts: readonly (string | Word)[], row: Row): Value {
  let text = '';
  for (const part of parts) {
    const value = typeof part === 'string' ? part : part.read(row);
    if (value === undefined) return undefined;
    text += String(value);
  }
  return text;
}
