import type { Reason } from './map-rows.js';

/** A row, or rows that belong together, whose facts are on their way. */
export interface Entry {
  /** As many rows of the file. */
  readonly rows: number;
  readonly line: number;
  readonly records: readonly (readonly string[] | undefined)[];
  /** Facts that are not answered yet. */
  pending: number;
  /** Why it is refused; of rows that belong together, those of the first. */
  readonly reasons: Reason[];
}

/**
 * Rows in the order of the file. Departments answer at different speeds, but a row counts as done only when all rows before it
 * are: so one number says where an import that was stopped goes on.
 */
export class RowQueue {
  #entries: Entry[] = [];
  #head = 0;

  /** @param onDone  called for each row in the order of the file */
  constructor(private readonly onDone: (entry: Entry) => void) {}

  /** Rows that are not done. */
  get length(): number {
    return this.#entries.length - this.#head;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
    this.settle();
  }

  /** Takes off what is done at the front. */
  settle(): void {
    for (let entry = this.#entries[this.#head]; entry?.pending === 0; entry = this.#entries[this.#head]) {
      this.#head += 1;
      this.onDone(entry);
    }
    if (this.#head < 1_000 && this.#head < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#head = 0;
  }
}
