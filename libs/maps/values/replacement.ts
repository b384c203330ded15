import type { Findings, Path } from '../findings.js';
import { own } from '../own.js';
import { Fault, type Scalar } from './value.js';

type ValueTable = Readonly<Record<string, string | number | boolean>>;

/** The part of a document that names a value table. */
interface Replacing {
  readonly values?: unknown;
  readonly otherwise?: unknown;
}

/** Replaces a text by what a value table says, and treats one that it does not name as `otherwise` says. */
export function replacement(
  { values, otherwise = 'refuse' }: Replacing,
  tables: Readonly<Record<string, ValueTable>>,
  path: Path,
  findings: Findings,
): (text: string) => Scalar {
  const named = typeof values === 'string' ? own(tables, values) : (values as ValueTable);
  if (named === undefined) {
    findings.unknown([...path, 'values'], 'value table', String(values), Object.keys(tables));
    return (text) => text;
  }
  const table = new Map<string, Scalar>(Object.entries(named));
  const known = [...table.keys()].slice(0, 8).join(', ');
  return (text) => {
    if (table.has(text)) return table.get(text);
    if (otherwise === 'keep') return text;
    if (otherwise === 'leave_empty') return undefined;
    if (typeof otherwise === 'object' && otherwise !== null) return (otherwise as { readonly value: Scalar }).value;
    throw new Fault(`"${text}" is not in the value table`, `add it to the map; the table has ${known}`);
  };
}
