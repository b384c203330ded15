import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/observation.js';
import type { GroupRecord } from '#libs/kafka/group-reader.js';
import type { KafkaClient, OutgoingRecord } from '#libs/kafka/kafka-client.js';
import type { MappedFact } from '#libs/maps/facts/fact.js';
import type { CompiledTable } from '#libs/maps/rows/table.js';
import { type Addresses, addressOf } from '../addresses.js';
import type { FeedNames } from '../import/callers.js';
import { messageOf, sourceOf } from '../import/mapped/messages.js';
import { appendDeadLetters, deadLetterOf, type Refusal } from './dead-letter.js';
import { type DepartmentCalls, departmentCalls } from './department-calls.js';
import type { FeedWatch } from './feed-watch.js';
import { type IdSource, readRecord } from './read-record.js';
import { recordFacts } from './record-facts.js';

export interface KafkaFeedOptions {
  readonly table: CompiledTable;
  readonly ids: IdSource;
  readonly origin: Origin;
  readonly addresses: Addresses;
  readonly callers: FeedNames;
  readonly kafka: KafkaClient;
  readonly deadLetters: string;
  readonly watch: FeedWatch;
}

/** A fact on its way, and the place of its record among those that are taken now. */
interface Sent {
  readonly fact: MappedFact;
  readonly place: number;
}

/** Takes records of a company's topic: their facts go to the departments, what is refused goes to the dead-letter topic. */
export class KafkaFeed {
  readonly #calls = new Map<Source, DepartmentCalls>();

  constructor(private readonly options: KafkaFeedOptions) {}

  /**
   * Resolves when every fact was answered and every dead letter is kept, so that the offset may be committed.
   *
   * @throws the reason of the signal, the error of a call that no waiting cures, or {TransportError}
   */
  async take(records: readonly GroupRecord[], signal: AbortSignal): Promise<void> {
    const { table, ids, kafka, deadLetters, watch } = this.options;
    const refusals = new Map<number, Refusal>();
    const byDepartment = new Map<Source, Sent[]>();
    for (const [place, record] of records.entries()) {
      const read = readRecord(record, table, ids);
      if (read.kind === 'refused') refusals.set(place, read.refusal);
      else for (const fact of read.facts) addTo(byDepartment, sourceOf(fact), { fact, place });
    }
    const answered = [...byDepartment].map(([to, sent]) => this.#record(to, sent, refusals, signal));
    // All have ended before an error is passed on: what is under way must not overlap with the next attempt.
    for (const { status, reason } of (await Promise.allSettled(answered)) as PromiseRejectedResult[])
      if (status === 'rejected') throw reason;
    const kept = [...refusals].filter(([, { reason }]) => reason !== ERASED);
    const places = kept.map(([place]) => place).toSorted((a, b) => a - b);
    const letters = places.map((place): OutgoingRecord => {
      return deadLetterOf(records[place] as GroupRecord, refusals.get(place) as Refusal);
    });
    await appendDeadLetters(kafka, deadLetters, letters, {
      signal,
      onRetry: (error, ms) => watch.retried('kafka', error, ms),
    });
    watch.taken(
      records,
      kept.map(([, refusal]) => refusal),
    );
  }

  close(): void {
    for (const calls of this.#calls.values()) calls.close();
  }

  async #record(to: Source, sent: readonly Sent[], refusals: Map<number, Refusal>, signal: AbortSignal): Promise<void> {
    const { watch } = this.options;
    const facts = sent.map(({ fact }) => messageOf(fact));
    const onRetry = (failure: unknown, waitMs: number) => watch.retried(to, failure, waitMs);
    const outcomes = await recordFacts(facts, { to: this.#callsTo(to), signal, onRetry });
    watch.answered(to, outcomes);
    for (const [at, outcome] of outcomes.entries()) {
      const place = sent[at]?.place ?? 0;
      if (outcome.result === FactResult.FACT_RESULT_REFUSED)
        refusals.set(place, joined(refusals.get(place), refusalBy(to, outcome, String(sent[at]?.fact.fact['factId']))));
    }
  }

  #callsTo(source: Source): DepartmentCalls {
    const known = this.#calls.get(source);
    if (known !== undefined) return known;
    const { addresses, callers, origin } = this.options;
    const made = departmentCalls(source, addressOf(source, addresses), callers[source] ?? '', origin);
    this.#calls.set(source, made);
    return made;
  }
}

function addTo(all: Map<Source, Sent[]>, to: Source, sent: Sent): void {
  const known = all.get(to);
  if (known === undefined) all.set(to, [sent]);
  else known.push(sent);
}

function refusalBy(to: Source, { reason, field, detail }: FactOutcome, factId: string): Refusal {
  return { reason, field, message: `${to} refused ${factId}: ${detail}` };
}

/** A record about an erased case is no dead letter: its copy would name the person again, and no repetition helps. */
const ERASED = 'CASE_ERASED';

/** Of several refused facts of a record the first gives the reason, unless a case was erased; the message names all. */
function joined(first: Refusal | undefined, next: Refusal): Refusal {
  if (first === undefined || next.reason === ERASED) return next;
  return { ...first, message: `${first.message} ${next.message}` };
}
