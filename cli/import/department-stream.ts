import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type FactOutcome, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { call, client } from '#libs/grpc/client.js';
import { type DepartmentClient, departmentClient, type PortionStream } from '../department-client.js';
import { UnansweredError } from '../unanswered.js';

export interface DepartmentStreamOptions {
  readonly source: Source;
  /** "127.0.0.1:7103" */
  readonly address: string;
  /** The name that the feed reports under. */
  readonly feed: string;
  readonly origin: Origin;
  /** Facts a portion, 1 to 1,000. */
  readonly portion: number;
  readonly onOutcomes: (outcomes: readonly FactOutcome[]) => void;
  readonly signal: AbortSignal | undefined;
  /** How long the department may leave everything unanswered, in ms. Default: 120,000. */
  readonly silenceMs?: number;
}

/** Portions on their way per department: enough to keep it busy, few enough to notice a failure early. */
const IN_FLIGHT = 3;

/**
 * Four times the deadline of a call with as many facts. A department gives up a statement after 15 seconds, also on a slow machine, so one
 * that answers nothing for so long will not answer any more.
 */
const SILENCE_MS = 120_000;

/** The stream to one department, with a bounded number of portions on their way. */
export class DepartmentStream {
  #collecting: unknown[] = [];
  /** How many facts the portions have that are not answered yet. */
  readonly #inFlight: number[] = [];
  #failure: unknown;
  #wake: () => void = () => {};
  readonly #department: DepartmentClient;
  readonly #stream: PortionStream;
  readonly #facts: FactsServiceClient;

  constructor(private readonly options: DepartmentStreamOptions) {
    const { source, address, feed, onOutcomes, signal } = options;
    this.#facts = client(FactsServiceClient, address, feed);
    this.#department = departmentClient(source, address, feed);
    this.#stream = this.#department.stream();
    this.#stream.on('data', ({ portion: { outcomes } = { outcomes: [] } }) => {
      try {
        if (outcomes.length !== this.#inFlight.shift()) throw this.#unanswered('answered a portion in parts');
        onOutcomes(outcomes);
        this.#wake();
      } catch (error) {
        this.#fail(error);
      }
    });
    this.#stream.on('error', (error) => this.#fail(error));
    // After the last answer, and after an error.
    this.#stream.on('end', () => this.#fail(this.#unanswered('ended the stream before everything was sent')));
    signal?.addEventListener('abort', () => this.#fail(signal.reason), { once: true });
  }

  async push(fact: unknown): Promise<void> {
    this.#collecting.push(fact);
    if (this.#collecting.length >= this.options.portion) await this.#send();
  }

  /** Sends what was collected, although it fills no portion. */
  async hurry(): Promise<void> {
    if (this.#collecting.length > 0) await this.#send();
  }

  /** Resolves when the department has answered everything that was pushed. */
  async flush(): Promise<void> {
    await this.hurry();
    while (this.#inFlight.length > 0) await this.#nextAnswer();
    this.#check();
  }

  async declare(completeThrough: Instant): Promise<void> {
    const { signal } = this.options;
    const question = { completeThrough: new Date(completeThrough) };
    await call(this.#facts, 'declareComplete', question, { deadlineMs: 60_000, ...(signal && { signal }) });
  }

  close(): void {
    this.#stream.end();
    this.#stream.cancel();
    this.#department.close();
    this.#facts.close();
  }

  async #send(): Promise<void> {
    while (this.#inFlight.length >= IN_FLIGHT) await this.#nextAnswer();
    this.#check();
    this.#stream.write({ portion: { facts: this.#collecting, origin: this.options.origin } });
    this.#inFlight.push(this.#collecting.length);
    this.#collecting = [];
  }

  async #nextAnswer(): Promise<void> {
    this.#check();
    const { silenceMs = SILENCE_MS } = this.options;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resume) => {
      this.#wake = resume;
      timer = setTimeout(() => {
        this.#fail(this.#unanswered(`has answered nothing for ${silenceMs / 1_000} s`));
      }, silenceMs);
    });
    clearTimeout(timer);
    this.#check();
  }

  /** The first failure is the cause of the others. */
  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake();
  }

  #unanswered(what: string): UnansweredError {
    const { source, address } = this.options;
    return new UnansweredError(
      `${source} at ${address} ${what}. See its log, then send the facts again: it does not record a fact twice.`,
    );
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
