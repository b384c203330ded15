import { SingleBar } from 'cli-progress';
import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { grouped } from '../../format.js';

/** Counts of an import while it runs. */
export interface RowCounts {
  rows: number;
  refusedRows: number;
  facts: number;
  recorded: number;
  known: number;
  refusedFacts: number;
  suspicious: number;
}

/** Nothing counted yet. */
export function noCounts(): RowCounts {
  return { rows: 0, refusedRows: 0, facts: 0, recorded: 0, known: 0, refusedFacts: 0, suspicious: 0 };
}

/** Adds what a department has answered a fact. */
export function countOutcome(counts: RowCounts, { result, suspicions }: FactOutcome): void {
  if (result === FactResult.FACT_RESULT_RECORDED) counts.recorded += 1;
  if (result === FactResult.FACT_RESULT_ALREADY_RECORDED) counts.known += 1;
  if (result === FactResult.FACT_RESULT_REFUSED) counts.refusedFacts += 1;
  if (suspicions.length > 0) counts.suspicious += 1;
}

const QUIET_MS = 5_000;
const BAR_MS = 200;

/** Shows how far an import is: a bar in a terminal, a line every five seconds in a file. */
export class RowProgress {
  readonly #startedAt = Date.now();
  #saidAt = Date.now();
  #bar: SingleBar | undefined;

  /** @param total  lines of the file */
  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly total: number,
  ) {}

  show(counts: Readonly<RowCounts>, line: number): void {
    const isTerminal = this.stream.isTTY === true;
    if (Date.now() - this.#saidAt < (isTerminal ? BAR_MS : QUIET_MS)) return;
    this.#saidAt = Date.now();
    const rate = grouped(Math.round((counts.facts * 1_000) / Math.max(1, Date.now() - this.#startedAt)));
    const words = `${grouped(counts.rows)} rows   ${rate} facts/s   ${grouped(counts.refusedRows)} refused`;
    if (!isTerminal) this.stream.write(`  line ${grouped(line)} of ${grouped(this.total)}   ${words}\n`);
    else {
      this.#bar ??= this.#started();
      this.#bar.update(Math.min(line, this.total), { words });
    }
  }

  done(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #started(): SingleBar {
    const bar = new SingleBar({
      format: '  [{bar}] {percentage} %   {words}',
      stream: this.stream,
      ...{ hideCursor: true, barCompleteChar: '=', barIncompleteChar: ' ', barsize: 30 },
    });
    bar.start(this.total, 0, { words: '' });
    return bar;
  }
}
