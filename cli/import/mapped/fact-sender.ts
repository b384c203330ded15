import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import type { FactOutcome } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import type { MappedFact } from '#libs/maps/facts/fact.js';
import { type Addresses, addressOf } from '../../addresses.js';
import { asFeed } from '../../session/connections.js';
import type { FeedNames } from '../callers.js';
import { DepartmentStream } from '../department-stream.js';
import { messageOf, sourceOf } from './messages.js';

export interface SenderOptions {
  readonly addresses: Addresses;
  /** The name that each department knows the reporting feed by. */
  readonly callers: FeedNames;
  readonly origin: Origin;
  readonly signal: AbortSignal | undefined;
  /** Called when a department is away, with a sentence for people. */
  readonly onAway: (line: string) => void;
}

/** Called when a department has answered a fact. */
export type OnOutcome = (outcome: FactOutcome, to: Source) => void;

/** Facts a call. */
const PORTION = 500;

/** Sends facts to their departments, a stream for each, and hands every answer to the one who sent the fact. */
export class FactSender {
  readonly #streams = new Map<Source, { readonly stream: DepartmentStream; readonly waiting: OnOutcome[] }>();

  constructor(private readonly options: SenderOptions) {}

  async push(fact: MappedFact, onOutcome: OnOutcome): Promise<void> {
    const { stream, waiting } = this.#to(sourceOf(fact));
    waiting.push(onOutcome);
    await stream.push(messageOf(fact));
  }

  /** Sends what was collected, although it fills no call. */
  async hurry(): Promise<void> {
    for (const { stream } of this.#streams.values()) await stream.hurry();
  }

  /** Resolves when everything that was pushed is answered. */
  async flush(): Promise<void> {
    await Promise.all([...this.#streams.values()].map(({ stream }) => stream.flush()));
  }

  async declare(sources: readonly Source[], completeThrough: Instant): Promise<void> {
    for (const source of sources) await this.#to(source).stream.declare(completeThrough);
  }

  close(): void {
    for (const { stream } of this.#streams.values()) stream.close();
  }

  #to(source: Source) {
    const known = this.#streams.get(source);
    if (known !== undefined) return known;
    const { addresses, callers, origin, signal, onAway } = this.options;
    const waiting: OnOutcome[] = [];
    const onOutcomes = (outcomes: readonly FactOutcome[]) => {
      // Answers come in the order of the facts.
      const answered = waiting.splice(0, outcomes.length);
      for (const [place, outcome] of outcomes.entries()) answered[place]?.(outcome, source);
    };
    const stream = new DepartmentStream({
      ...{
        source,
        address: addressOf(source, addresses),
        connection: asFeed(callers[source] ?? '', process.env, source),
        origin,
      },
      ...{ portion: PORTION, onOutcomes, signal, onAway },
    });
    const made = { stream, waiting };
    this.#streams.set(source, made);
    return made;
  }
}
