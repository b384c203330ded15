import type { MappedFact } from '#libs/maps/facts/fact.js';
import { openRows } from '../files/read-rows.js';
import { FileError } from '../mistakes.js';
import { mappedRows } from './map-rows.js';
import type { Prepared } from './prepare.js';
import { lineOfRefused } from './refused-words.js';

/** What an import would send. */
export interface DryRun {
  rows: number;
  refusedRows: number;
  facts: number;
  /** By kind: "support.received". */
  readonly kinds: Map<string, number>;
  readonly first: MappedFact[];
}

/**
 * Reads and maps everything, and sends nothing.
 *
 * @param first      as many facts are kept to be shown
 * @param onRefused  a line for each reason of each refused row
 * @throws {FileError}  when a file cannot be read to its end
 */
export async function dryRun(
  { files, joined }: Prepared,
  first: number,
  onRefused: (line: string) => void,
): Promise<DryRun> {
  const run: DryRun = { rows: 0, refusedRows: 0, facts: 0, kinds: new Map(), first: [] };
  for (const { file, form, table } of files) {
    const { items } = await openRows(file, form, table.columns);
    for await (const portion of mappedRows(items, table, joined)) {
      for (const item of portion) {
        if (item.kind === 'broken') throw new FileError([{ file, ...item }]);
        run.rows += item.kind === 'mapped' ? item.rows.length : 1;
        if (item.kind === 'refused') {
          run.refusedRows += 1;
          for (const line of lineOfRefused(file, item)) onRefused(line);
          continue;
        }
        for (const fact of item.facts) count(run, fact, first);
      }
    }
  }
  return run;
}

function count(run: DryRun, fact: MappedFact, first: number): void {
  run.facts += 1;
  run.kinds.set(fact.kind, (run.kinds.get(fact.kind) ?? 0) + 1);
  if (run.first.length < first) run.first.push(fact);
}
