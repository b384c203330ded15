import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type FactOutcome, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { call, client } from '#libs/grpc/client.js';
import { type DepartmentClient, departmentClient, type PortionStream } from '../department-client.js';

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
}

/** Portions on their way per department: enough to keep it busy, few enough to notice a failure early. */
const IN_FLIGHT = 3;

/** The stream to one department, with a bounded number of portions on their way. */
export class DepartmentStream {
  #collecting: unknown[] = [];
  #inFlight = 0;
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
    this.#stream.on('data', ({ portion }) => {
      this.#inFlight -= 1;
      try {
        onOutcomes(portion?.outcomes ?? []);
      } catch (error) {
        this.#failure ??= error;
      }
      this.#wake();
    });
    const fail = (error: unknown) => {
      this.#failure ??= error;
      this.#wake();
    };
    this.#stream.on('error', fail);
    signal?.addEventListener('abort', () => fail(signal.reason), { once: true });
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
    while (this.#inFlight > 0) await this.#nextAnswer();
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
    while (this.#inFlight >= IN_FLIGHT) await this.#nextAnswer();
    this.#check();
    this.#stream.write({ portion: { facts: this.#collecting, origin: this.options.origin } });
    this.#inFlight += 1;
    this.#collecting = [];
  }

  async #nextAnswer(): Promise<void> {
    this.#check();
    await new Promise<void>((resume) => {
      this.#wake = resume;
    });
    this.#check();
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
