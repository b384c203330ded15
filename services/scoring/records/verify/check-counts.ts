import { type CountedCell, cellKey } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import type { PeriodBatch } from '../../counts/cut.js';
import { dumpLines } from '../../counts/dump.js';
import { foldOf } from '../archive-through.js';
import { sha256Of } from '../record-hash.js';
import { type BundleFolder, fileOf } from './bundle-folder.js';
import type { ReadRecord } from './claims.js';
import { BundleDiffers, mustEqual } from './difference.js';

const FILE = 'counts.jsonl';

/**
 * Reads the counts of a bundle, whose hash every record states.
 *
 * @throws {BundleDiffers}
 */
export function checkCounts(folder: BundleFolder, records: readonly ReadRecord[]): readonly CountedCell[] {
  const bytes = fileOf(folder, FILE);
  for (const { claims } of records) mustEqual(FILE, 'sha256', claims.counts_sha256, sha256Of(bytes));
  const lines = bytes.toString().split('\n').slice(0, -1);
  return lines.map((line, place) => {
    try {
      const { hits, misses, ...cell } = JSON.parse(line) as Omit<CountedCell, 'hits' | 'misses'> &
        Record<string, string>;
      return { ...cell, hits: BigInt(hits ?? ''), misses: BigInt(misses ?? '') } as CountedCell;
    } catch {
      throw new BundleDiffers({ file: FILE, field: `line ${place + 1}`, expected: 'a count', found: line });
    }
  });
}

/** @throws {BundleDiffers} at the first count that the batches do not make */
export function checkFold(
  batches: readonly PeriodBatch[],
  period: Pick<Period, 'firstDay' | 'lastDay'>,
  counted: readonly CountedCell[],
): void {
  const folded = foldOf(
    batches.map(({ batch }) => batch),
    period,
  );
  const byKey = new Map(counted.map((row) => [cellKey(row), row]));
  for (const row of folded) {
    const found = byKey.get(cellKey(row));
    byKey.delete(cellKey(row));
    for (const column of ['hits', 'misses'] as const)
      if (found?.[column] !== row[column]) throw other(row, column, row[column], found?.[column]);
  }
  for (const row of byKey.values()) throw other(row, 'hits', undefined, row.hits);
  mustEqual(FILE, 'order of lines', dumpLines(folded).join('\n'), dumpLines(counted).join('\n'));
}

function other(
  row: CountedCell,
  column: string,
  expected: bigint | undefined,
  found: bigint | undefined,
): BundleDiffers {
  const { metric, definition, unit, day, class: group, responsible } = row;
  const cell = [metric, `definition ${definition}`, unit, day, group, responsible]
    .filter((word) => word !== '')
    .join(', ');
  return new BundleDiffers({
    ...{ file: FILE, field: `${column} of ${cell}`, metric },
    ...{ expected: String(expected ?? 'no count'), found: String(found ?? 'no count') },
  });
}
