import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import type { Addresses } from '../addresses.js';
import { DepartmentLane } from './department-lane.js';

/** A fact of any department, with the instant in order of which it is sent. */
export interface FactToSend {
  readonly to: Source;
  readonly at: Instant;
  readonly fact: unknown;
}

/** Who reports to which department when we import or generate. */
export const FEEDS: Readonly<Record<Source, string>> = {
  ordering: 'olist',
  warehouse: 'olist',
  delivery: 'olist',
  survey: 'agency',
  support: 'generator',
};

export interface Progress {
  readonly total: number;
  sent: number;
  accepted: number;
  known: number;
  refused: number;
  suspicious: number;
  /** Through when every feed has declared itself complete. */
  completeThrough: Instant | undefined;
}

/** A fact that was not kept, and why. */
export interface Refused {
  readonly to: Source;
  readonly factId: string;
  readonly reason: string;
  readonly field: string;
  readonly detail: string;
}

export interface SendOptions {
  readonly addresses: Addresses;
  readonly facts: readonly FactToSend[];
  readonly origin: Origin;
  /** After the last fact every feed is declared complete through this instant. */
  readonly completeThrough: Instant;
  readonly onProgress: (progress: Readonly<Progress>) => void;
  /** At most about so many facts a portion, 1 to 1,000. */
  readonly portion?: number;
  /** Gives up when it is aborted, with its reason. */
  readonly signal?: AbortSignal;
}

const PORTION = 500;
/** How often feeds declare how far they are, in the time of the facts. */
const DECLARE_EVERY_MS = 31 * 86_400_000;
/** No feed may report what happened before. */
const BEGINNING = Date.UTC(2000, 0);

/**
 * Sends facts in order of time through the public API, a stream per department, and declares the feeds complete as months pass.
 * Facts have ids of their own, so sending again, or two at once, changes nothing.
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
  readonly #subscriptions: ReadonlyMap<Source, DepartmentLane>;

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
    this.#subscriptions = new Map(sources.map((source) => [source, this.#laneTo(source)]));
  }

  async all(): Promise<void> {
    const { facts, completeThrough } = this.options;
    // What lies before the beginning or after the end of all is refused there, and says nothing of how far we are.
    const isInTime = (at: Instant) => at >= BEGINNING && at <= completeThrough;
    let declareAt = (facts.find(({ at }) => isInTime(at))?.at ?? completeThrough) + DECLARE_EVERY_MS;
    for (const { to, at, fact } of facts) {
      if (at >= declareAt && isInTime(at)) {
        await this.#declare(declareAt);
        declareAt = at + DECLARE_EVERY_MS;
      }
      await this.#subscriptions.get(to)?.push(fact);
    }
    await this.#declare(completeThrough);
  }

  close(): void {
    for (const subscription of this.#subscriptions.values()) subscription.close();
  }

  #laneTo(source: Source): DepartmentLane {
    const { addresses, origin, portion = PORTION, signal } = this.options;
    const onOutcomes = (outcomes: readonly FactOutcome[]) => this.#note(source, outcomes);
    return new DepartmentLane({
      ...{ source, address: addresses[source], feed: FEEDS[source] },
      ...{ origin, portion, onOutcomes, signal },
    });
  }

  /** Only after everything that happened before was answered is it true. */
  async #declare(completeThrough: Instant): Promise<void> {
    const subscriptions = [...this.#subscriptions.values()];
    await Promise.all(subscriptions.map((subscription) => subscription.flush()));
    await Promise.all(subscriptions.map((subscription) => subscription.declare(completeThrough)));
    this.progress.completeThrough = completeThrough;
    this.options.onProgress(this.progress);
  }

  #note(to: Source, outcomes: readonly FactOutcome[]): void {
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
