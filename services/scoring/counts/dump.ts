import { createHash } from 'node:crypto';
import type { CountedCell } from '#libs/domain/observation.js';

/**
 * The canonical dump of the counts: one JSON object for each cell, with keys in a fixed order, no spaces and counts as decimal
 * strings. Cells without hits and misses are left out. Lines are sorted bytewise by the cell and end with LF. Every program that
 * agrees on the counts writes the same bytes.
 */
export function dumpLines(rows: readonly CountedCell[]): string[] {
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
}: CountedCell): string {
  const counts = { hits: String(hits), misses: String(misses) };
  return JSON.stringify({ metric, definition, unit, day, class: class_, reason, responsible, origin, ...counts });
}

function sortKey({ metric, definition, unit, day, class: class_, reason, responsible, origin }: CountedCell): Buffer {
  return Buffer.from([metric, definition, unit, day, class_, reason, responsible, origin].join('\0'));
}
