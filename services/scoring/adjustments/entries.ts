import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { SnapshotContent } from '../periods/content.js';
import type { Adjustment } from './adjustment.js';
import { changedLines, lineOf } from './restated-content.js';

/** What an entry does to the stated value; the numbers are those of the contract, and from 2 on of the column adjustment_entry.kind. */
export const ENTRY_KINDS = enumWords('kind of an entry', { ORIGINAL: 1, REVERSAL: 2, RESTATEMENT: 3 });
export type EntryKind = Word<typeof ENTRY_KINDS>;

/** Observations that a restated version has more than the one before it, by arrival, and those that were taken back. */
export interface ArrivedSince {
  readonly l3: bigint;
  readonly l4: bigint;
  readonly retracted: bigint;
}

/** One entry of the ledger of a period and department. Entries are only added. */
export interface Entry {
  readonly department: string;
  readonly kind: EntryKind;
  /** 0 of the original one. */
  readonly adjustment: number;
  /** In which the entry counts; undefined while it is not posted. Of the original one the period itself. */
  readonly postingPeriod: string | undefined;
  readonly supersedes: number;
  readonly version: number;
  /** Undefined when it was not measured. */
  readonly indexBeforeE4: bigint | undefined;
  readonly indexAfterE4: bigint | undefined;
  /** What it adds to the sum of all entries, E4; an index that was not measured counts 0. */
  readonly valueE4: bigint;
  readonly arrived: ArrivedSince;
}

export const NOTHING_ARRIVED: ArrivedSince = { l3: 0n, l4: 0n, retracted: 0n };

/**
 * The entries of an adjustment: for each line that it changes the reversal of the value stated last and the restatement of the new one. A line that
 * does not change has none.
 */
export function entriesOf(
  { content, number, supersedes }: Pick<Adjustment, 'content' | 'number' | 'supersedes'>,
  latest: SnapshotContent,
  arrived: ReadonlyMap<string, ArrivedSince> = new Map(),
): readonly Entry[] {
  return changedLines(latest, content).flatMap((department): Entry[] => {
    const [before, after] = [lineOf(latest, department)?.indexE4, lineOf(content, department)?.indexE4];
    const both = {
      ...{ department, adjustment: number, postingPeriod: undefined, supersedes, version: content.version },
      ...{ indexBeforeE4: before, indexAfterE4: after, arrived: arrived.get(department) ?? NOTHING_ARRIVED },
    };
    return [
      { ...both, kind: 'REVERSAL', valueE4: -(before ?? 0n) },
      { ...both, kind: 'RESTATEMENT', valueE4: after ?? 0n },
    ];
  });
}

/** The first entry of each department: its line of the closed version. */
export function originalEntries(closed: SnapshotContent): readonly Entry[] {
  return closed.inputs.map(
    ({ department, indexE4 }): Entry => ({
      ...{ department, kind: 'ORIGINAL', adjustment: 0, postingPeriod: closed.period },
      ...{ supersedes: 0, version: closed.version, indexBeforeE4: undefined, indexAfterE4: indexE4 },
      valueE4: indexE4 ?? 0n,
      arrived: NOTHING_ARRIVED,
    }),
  );
}

/** The sum of all entries of a department: always what the latest version states. */
export function ledgerValue(entries: readonly Entry[], department: string): bigint {
  return entries.reduce((sum, entry) => (entry.department === department ? sum + entry.valueE4 : sum), 0n);
}
