import type { Addresses } from '#cli/addresses.js';
import { DepartmentStream } from '#cli/import/department-stream.js';
import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import type { BuiltInSource } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { FEEDS } from '#test/real-orders/feeds.js';
import { connectionTo } from '#test/stack/connection-to.js';

/** A fact for a department. Facts are sent in the order of `at`. */
export interface FactToSend {
  readonly to: BuiltInSource;
  readonly at: Instant;
  readonly fact: unknown;
}

export interface Progress {
  readonly total: number;
  sent: number;
  accepted: number;
  known: number;
  refused: number;
  suspicious: number;
  /** The instant through which every feed was last declared complete. */
  completeThrough: Instant | undefined;
}

/** A fact that a department refused, and why. */
export interface Refused {
  readonly to: BuiltInSource;
  readonly factId: string;
  readonly reason: string;
  readonly field: string;
  readonly detail: string;
}

export interface SendOptions {
  readonly addresses: Addresses;
  readonly facts: readonly FactToSend[];
  readonly origin: Origin;
  /** Every feed is declared complete up to this instant, step by step; undefined: nothing is declared. */
  readonly completeThrough: Instant | undefined;
  readonly onProgress: (progress: Readonly<Progress>) => void;
  /** Facts a portion, 1 to 1,000; default: 500. */
  readonly portion?: number;
  /** Ends the import with its reason when it is aborted. */
  readonly signal?: AbortSignal;
}

const PORTION = 500;
/** How often feeds are declared complete during an import, in the time of the facts. */
const DECLARE_EVERY_MS = 31 * 86_400_000;
/** The departments refuse facts from before. */
const BEGINNING = Date.UTC(2000, 0);

/**
 * Sends facts in order of time through the public API, a stream per department, and declares the feeds complete month by month.
 * Facts have ids of their own, so sending them again, or by two imports at once, changes nothing.
 */
export async function sendFacts(
  options: SendOptions,
): Promise<{ readonly progress: Progress; readonly refused: readonly Refused[] }> {
  const sending = new Sending(options);
  try {
    await sending.all();
    return { progress: sending.progress, refused: sending.refused };
  } finally {
    sending.close();
  }
}

class Sending {
  readonly progress: Progress;
  readonly refused: Refused[] = [];
  readonly #streams: ReadonlyMap<BuiltInSource, DepartmentStream>;

  constructor(private readonly options: SendOptions) {
    this.progress = {
      total: options.facts.length,
      sent: 0,
      accepted: 0,
      known: 0,
      refused: 0,
      suspicious: 0,
      completeThrough: undefined,
    };
    const sources = [...new Set(options.facts.map(({ to }) => to))];
    this.#streams = new Map(sources.map((source) => [source, this.#streamTo(source)]));
  }

  async all(): Promise<void> {
    const { facts, completeThrough } = this.options;
    // A fact with an impossible time, which the department refuses, must not move the declared instant.
    const isInTime = (at: Instant) => completeThrough !== undefined && at >= BEGINNING && at <= completeThrough;
    let declareAt = (facts.find(({ at }) => isInTime(at))?.at ?? Number.POSITIVE_INFINITY) + DECLARE_EVERY_MS;
    for (const { to, at, fact } of facts) {
      if (at >= declareAt && isInTime(at)) {
        await this.#declare(declareAt);
        declareAt = at + DECLARE_EVERY_MS;
      }
      await this.#streams.get(to)?.push(fact);
    }
    if (completeThrough === undefined) await this.#flush();
    else await this.#declare(completeThrough);
  }

  close(): void {
    for (const stream of this.#streams.values()) stream.close();
  }

  #streamTo(source: BuiltInSource): DepartmentStream {
    const { addresses, origin, portion = PORTION, signal } = this.options;
    const onOutcomes = (outcomes: readonly FactOutcome[]) => this.#note(source, outcomes);
    return new DepartmentStream({
      ...{ source, address: addresses[source], connection: connectionTo(addresses[source], FEEDS[source]) },
      ...{ origin, portion, onOutcomes, signal },
    });
  }

  async #flush(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => stream.flush()));
  }

  /** It is true only when everything that happened before that instant has been answered. */
  async #declare(completeThrough: Instant): Promise<void> {
    await this.#flush();
    await Promise.all([...this.#streams.values()].map((stream) => stream.declare(completeThrough)));
    this.progress.completeThrough = completeThrough;
    this.options.onProgress(this.progress);
  }

  #note(to: BuiltInSource, outcomes: readonly FactOutcome[]): void {
    for (const outcome of outcomes) {
      this.progress.sent += 1;
      if (outcome.result === FactResult.FACT_RESULT_RECORDED) this.progress.accepted += 1;
      if (outcome.result === FactResult.FACT_RESULT_ALREADY_RECORDED) this.progress.known += 1;
      if (outcome.suspicions.length > 0) this.progress.suspicious += 1;
      if (outcome.result !== FactResult.FACT_RESULT_REFUSED) continue;
      this.progress.refused += 1;
      const { factId, reason, field, detail } = outcome;
      this.refused.push({ to, factId, reason, field, detail });
    }
    this.options.onProgress(this.progress);
  }
}
