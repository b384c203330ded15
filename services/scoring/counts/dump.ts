import { createHash } from 'node:crypto';
import type { CountRow } from './read.js';

/**
 * The canonical dump of what stands: one JSON object a cell, keys in a fixed order, no spaces, counts as decimal strings,
 * zero cells left out, lines sorted bytewise by the cell, LF. Any program that agrees on the counts writes the same bytes.
 */
export function dumpLines(rows: readonly CountRow[]): string[] {
  const lines = rows
    .filter(({ hits, misses }) => hits !== 0n || misses !== 0n)
    .map((row) => ({ key: sortKey(row), line: lineOf(row) }));
  return lines.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ line }) => line);
}

/** SHA-256 of the dump's bytes, as hex. */
export function dumpSha256(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}

function lineOf({
  metric,
  definition,
  unit,
  day,
  class: class_,
  reason,
  responsible,
  origin,
  hits,
  misses,
}: CountRow): string {
  const counts = { hits: String(hits), misses: String(misses) };
  return JSON.stringify({ metric, definition, unit, day, class: class_, reason, responsible, origin, ...counts });
}

function sortKey({ metric, definition, unit, day, class: class_, reason, responsible, origin }: CountRow): Buffer {
  return Buffer.from([metric, definition, unit, day, class_, reason, responsible, origin].join('\0'));
}
