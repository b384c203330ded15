import type { Cell } from './column.js';

/** The cell of a JSON value at a path: "via.channel". What is not there, and null, is empty. An object is its JSON text. */
export function jsonCell(value: unknown, path: string): Cell {
  let at: unknown = value;
  if (!isRecord(at) || !(path in at)) {
    for (const key of path.split('.')) at = isRecord(at) ? at[key] : undefined;
  } else at = at[path];
  if (at === undefined || at === null) return '';
  if (Array.isArray(at)) return at;
  return typeof at === 'object' ? JSON.stringify(at) : String(at);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
