import type { WaitingCell } from '#libs/domain/observation.js';
import type { OpenedBatch } from '../format/sealed-batch.js';

/** Adds up what drained batches of one epoch report of the cases that wait, the newest first. */
export class WaitingReports {
  readonly #rows = new Map<string, WaitingCell>();
  #isWhole = false;

  /** Takes the next older batch. Once a batch has listed everything, older ones change nothing. */
  add({ waiting, waitingChanges }: Pick<OpenedBatch, 'waiting' | 'waitingChanges'>): void {
    if (this.#isWhole) return;
    for (const row of waiting ?? waitingChanges ?? []) {
      const name = waitingCellName(row);
      if (!this.#rows.has(name)) this.#rows.set(name, row);
    }
    this.#isWhole = waiting !== undefined;
  }

  /** Whether nothing waits but what `rows` names. Otherwise all other cells stay as they are. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Each cell as it is now. One with 0 cases is gone. */
  get rows(): readonly WaitingCell[] {
    return [...this.#rows.values()];
  }
}

/** Names a cell; no field of it holds NUL. */
export function waitingCellName({ metric, definition, unit, day }: WaitingCell): string {
  return [metric, definition, unit, day].join('\0');
}
