import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/observation.js';
import type { Joined } from '#libs/maps/rows/belonging.js';
import type { FileItem } from '../files/file-row.js';
import { openRows } from '../files/read-rows.js';
import type { AssignedFile } from './assign-files.js';
import type { FactSender } from './fact-sender.js';
import { type MappedItem, mappedRows, type Reason } from './map-rows.js';
import type { ProgressFile } from './progress-file.js';
import { RefusedFile, refusedFileOf } from './refused-file.js';
import { lineOfRefused, reasonText } from './refused-words.js';
import { countOutcome, type RowCounts } from './row-progress.js';
import { type Entry, RowQueue } from './row-queue.js';

export interface FileImport {
  readonly assigned: AssignedFile;
  /** The path beside which its refused rows are written. */
  readonly kept: string;
  readonly joined: Joined;
  readonly sender: FactSender;
  readonly progress: ProgressFile;
  readonly counts: RowCounts;
  /** Set when the caller wants to stop: nothing more is sent. */
  readonly stop: { isWanted: boolean };
  /** A line for each reason of each refused row. */
  readonly onRefused: (line: string) => void;
  readonly onProgress: (counts: Readonly<RowCounts>, line: number) => void;
}

/** Rows on their way at once: memory stays flat, and a department with few facts holds up no others for long. */
const ROWS_AT_ONCE = 16_000;
const SAVE_EVERY_MS = 1_000;

export type Ended =
  | { readonly kind: 'done' | 'stopped'; readonly refusedFile: string | undefined; readonly skipped: number }
  | { readonly kind: 'broken'; readonly line: number; readonly problem: string; readonly cure: string };

/**
 * Sends the facts of one file and writes what is refused beside it. It goes on where the import before it stopped.
 *
 * @throws what the connection to a department throws; what was answered until then is saved
 */
export async function importFile(options: FileImport): Promise<Ended> {
  const run = new FileRun(options);
  return run.all();
}

class FileRun {
  #rows: number;
  #refusedRows: number;
  #savedAt = Date.now();
  #sinceHurry = 0;
  #refused: RefusedFile | undefined;
  readonly #skipped: number;
  readonly #queue = new RowQueue((entry) => this.#done(entry));
  readonly #startBytes: number;

  constructor(private readonly options: FileImport) {
    const saved = options.progress.read();
    this.#rows = saved?.rows ?? 0;
    this.#skipped = this.#rows;
    this.#refusedRows = saved?.refusedRows ?? 0;
    this.#startBytes = saved?.refusedBytes ?? 0;
    options.counts.refusedRows += this.#refusedRows;
  }

  async all(): Promise<Ended> {
    const { assigned, kept, joined, sender, stop, progress } = this.options;
    const { file, form, table } = assigned;
    const { header, items } = await openRows(file, form, table.columns);
    this.#refused = new RefusedFile(refusedFileOf(kept), header, form, this.#startBytes);
    try {
      for await (const portion of mappedRows(without(items, this.#skipped), table, joined)) {
        for (const item of portion) {
          if (item.kind === 'broken') {
            await sender.flush();
            return item;
          }
          await this.#take(item);
          if (stop.isWanted) break;
        }
        if (stop.isWanted) break;
      }
      await sender.flush();
    } finally {
      this.#refused.close();
      this.#save();
    }
    const kind = stop.isWanted ? 'stopped' : 'done';
    if (kind === 'done') progress.remove();
    return { kind, refusedFile: this.#refused.bytes === 0 ? undefined : this.#refused.path, skipped: this.#skipped };
  }

  async #take(item: Exclude<MappedItem, { kind: 'broken' }>): Promise<void> {
    const { sender, counts } = this.options;
    if (item.kind === 'refused') {
      this.#queue.add({ rows: 1, line: item.line, records: [item.record], pending: 0, reasons: [...item.reasons] });
      return;
    }
    const entry: Entry = {
      rows: item.rows.length,
      line: item.rows[0]?.line ?? 0,
      records: item.rows.map(({ record }) => record),
      pending: item.facts.length,
      reasons: [],
    };
    this.#queue.add(entry);
    for (const fact of item.facts) {
      counts.facts += 1;
      await sender.push(fact, (outcome, to) => this.#answered(entry, outcome, to));
    }
    this.#sinceHurry += 1;
    if (this.#queue.length > ROWS_AT_ONCE) await sender.flush();
    else if (this.#queue.length > ROWS_AT_ONCE / 4 && this.#sinceHurry > ROWS_AT_ONCE / 8) {
      this.#sinceHurry = 0;
      await sender.hurry();
    }
  }

  #answered(entry: Entry, outcome: FactOutcome, to: Source): void {
    countOutcome(this.options.counts, outcome);
    if (outcome.result === FactResult.FACT_RESULT_REFUSED) entry.reasons.push(reasonOf(outcome, to));
    entry.pending -= 1;
    this.#queue.settle();
  }

  /** Called in the order of the file. */
  #done({ rows, line, records, reasons }: Entry): void {
    const { counts, onRefused, onProgress, assigned } = this.options;
    this.#rows += rows;
    counts.rows += rows;
    if (reasons.length > 0) {
      this.#refusedRows += rows;
      counts.refusedRows += rows;
      for (const text of lineOfRefused(assigned.file, { line, reasons })) onRefused(text);
      for (const record of records) this.#refused?.add(record, `line ${line}: ${reasons.map(reasonText).join('. ')}`);
    }
    onProgress(counts, line);
    if (Date.now() - this.#savedAt >= SAVE_EVERY_MS) this.#save();
  }

  #save(): void {
    this.#savedAt = Date.now();
    if (this.#rows === 0) return;
    const refusedBytes = this.#refused?.bytes ?? 0;
    this.options.progress.write({ rows: this.#rows, refusedBytes, refusedRows: this.#refusedRows });
  }
}

function reasonOf({ factId, reason, field, detail }: FactOutcome, to: Source): Reason {
  const where = field === '' ? '' : ` (${field})`;
  return {
    columns: [],
    problem: `${to} refused ${factId}: ${reason}${where}, ${detail}`,
    cure: 'correct the row, then import it again',
  };
}

/** The same without the first rows, which an earlier import has sent. */
async function* without(items: AsyncIterable<readonly FileItem[]>, rows: number): AsyncGenerator<readonly FileItem[]> {
  let left = rows;
  for await (const portion of items) {
    if (left === 0) yield portion;
    else if (left < portion.length) yield portion.slice(left);
    left = Math.max(0, left - portion.length);
  }
}
