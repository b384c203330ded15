import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { isBuiltIn, type Source } from '#libs/domain/source.js';
import type { GroupRecord } from '#libs/kafka/group-reader.js';
import type { TransportError } from '#libs/kafka/transport-error.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Readiness } from '#libs/metrics/server.js';
import { sentenceOf } from '../failure.js';
import { grouped } from '../format.js';
import type { Refusal } from './dead-letter.js';

/** What a feed has done since it started. */
export interface FeedCounts {
  records: number;
  facts: number;
  recorded: number;
  known: number;
  refusedFacts: number;
  suspicious: number;
  deadLetters: number;
}

/** Seconds between two lines about the progress. */
const EVERY_MS = 5_000;

/** Counts what a feed does, for the operator: lines on the terminal, metrics for Prometheus, and why it waits. */
export class FeedWatch {
  readonly counts: FeedCounts = {
    records: 0,
    facts: 0,
    recorded: 0,
    known: 0,
    refusedFacts: 0,
    suspicious: 0,
    deadLetters: 0,
  };
  /** Records by partition that are not committed yet. */
  readonly #behind = new Map<number, bigint>();
  /** What keeps the feed waiting, by what it waits for. */
  readonly #waiting = new Map<Source | 'kafka', string>();
  /** The newest record that was taken and is not committed yet, by partition. */
  readonly #newest = new Map<number, number>();
  #saidAt = Date.now();
  #saidRecords = 0;

  /** @param departments  those that the feed reports to */
  constructor(
    private readonly metrics: Metrics,
    private readonly say: (line: string) => void,
    departments: readonly Source[] = [],
  ) {
    for (const name of departments) if (!isBuiltIn(name)) metrics.declare(name);
  }

  taken(records: readonly GroupRecord[], refusals: readonly Refusal[]): void {
    this.counts.records += records.length;
    this.counts.deadLetters += refusals.length;
    this.metrics.feedRecordsTotal.inc({}, records.length);
    for (const { reason } of refusals) this.metrics.feedDeadLettersTotal.inc({ reason });
    const last = records.at(-1);
    if (last !== undefined) this.#newest.set(last.partition, last.writtenAt);
    this.#waiting.delete('kafka');
  }

  answered(to: Source, outcomes: readonly FactOutcome[]): void {
    this.#waiting.delete(to);
    for (const { result, suspicions } of outcomes) {
      const { counts, metrics } = this;
      counts.facts += 1;
      if (suspicions.length > 0) counts.suspicious += 1;
      if (result === FactResult.FACT_RESULT_RECORDED) counts.recorded += 1;
      else if (result === FactResult.FACT_RESULT_ALREADY_RECORDED) counts.known += 1;
      else counts.refusedFacts += 1;
      metrics.feedFactsTotal.inc({ department: to, result: WORDS[result] ?? 'refused' });
    }
  }

  /** A department or Kafka did not take something; it is sent again after a wait. */
  retried(what: Source | 'kafka', failure: unknown, waitMs: number): void {
    this.metrics.feedRetriesTotal.inc({ from: what });
    const words = wordsOf(failure);
    if (this.#waiting.get(what) !== words) this.say(`${what} does not take records now: ${words}`);
    this.#waiting.set(what, words);
    if (waitMs >= EVERY_MS)
      this.say(`Still waiting for ${what}; the next attempt is in ${Math.round(waitMs / 1_000)} s.`);
  }

  /** @param fault  undefined: reading works */
  fault(fault: TransportError | undefined): void {
    if (fault === undefined) {
      if (this.#waiting.delete('kafka')) this.say('Kafka answers again.');
      return;
    }
    if (this.#waiting.get('kafka') !== fault.message) this.say(fault.message);
    this.#waiting.set('kafka', fault.message);
  }

  committed(partition: number, behind: bigint): void {
    this.#behind.set(partition, behind);
    this.metrics.feedBehind.set({ partition: String(partition) }, Number(behind));
    const newest = this.#newest.get(partition);
    if (newest !== undefined) this.metrics.feedNewestRecord.set({ partition: String(partition) }, newest / 1_000);
    this.#progress();
  }

  readiness(): Readiness {
    return { ok: this.#waiting.size === 0, reasons: [...this.#waiting].map(([what, words]) => `${what}: ${words}`) };
  }

  #progress(): void {
    const passed = Date.now() - this.#saidAt;
    if (passed < EVERY_MS) return;
    const { records, facts, deadLetters } = this.counts;
    const rate = Math.round(((records - this.#saidRecords) * 1_000) / passed);
    const behind = [...this.#behind.values()].reduce((sum, one) => sum + one, 0n);
    this.say(
      `  ${grouped(records)} records   ${grouped(rate)}/s   ${grouped(facts)} facts   ${grouped(deadLetters)} dead letters   ${grouped(Number(behind))} behind`,
    );
    this.#saidAt = Date.now();
    this.#saidRecords = records;
  }
}

const WORDS: Readonly<Partial<Record<FactResult, 'recorded' | 'known' | 'refused'>>> = {
  [FactResult.FACT_RESULT_RECORDED]: 'recorded',
  [FactResult.FACT_RESULT_ALREADY_RECORDED]: 'known',
};

function wordsOf(failure: unknown): string {
  if (!(failure instanceof Error)) {
    const { reason = '', detail = '' } = failure as Partial<FactOutcome>;
    return `${reason}: ${detail}`;
  }
  return sentenceOf(failure) ?? failure.message;
}
