import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { CustomServiceClient } from '#libs/contracts/cx/custom/v1/custom.js';
import { DeliveryServiceClient } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { type FactOutcome, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { OrderingServiceClient } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { SupportServiceClient } from '#libs/contracts/cx/support/v1/support.js';
import { SurveyServiceClient } from '#libs/contracts/cx/survey/v1/survey.js';
import { WarehouseServiceClient } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { call, client } from '#libs/grpc/client.js';

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

interface PortionOf {
  readonly facts: readonly unknown[];
  readonly origin: Origin;
}

type Stream = ClientDuplexStream<{ portion: PortionOf }, { portion: { outcomes: FactOutcome[] } | undefined }>;

/** The stream to one department, with a bounded number of portions on their way. */
export class DepartmentStream {
  #collecting: unknown[] = [];
  #inFlight = 0;
  #failure: unknown;
  #wake: () => void = () => {};
  readonly #stream: Stream;
  readonly #facts: FactsServiceClient;

  constructor(private readonly options: DepartmentStreamOptions) {
    const { source, address, feed, onOutcomes, signal } = options;
    this.#facts = client(FactsServiceClient, address, feed);
    this.#stream = openStream(source, address, feed);
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

/** The stream of a department's own service. The readers of the files make sure that it gets facts of its type. */
function openStream(source: Source, address: string, feed: string): Stream {
  switch (source) {
    case 'ordering':
      return client(OrderingServiceClient, address, feed).streamOrderFacts() as unknown as Stream;
    case 'warehouse':
      return client(WarehouseServiceClient, address, feed).streamParcelFacts() as unknown as Stream;
    case 'delivery':
      return client(DeliveryServiceClient, address, feed).streamDeliveryFacts() as unknown as Stream;
    case 'support':
      return client(SupportServiceClient, address, feed).streamContactFacts() as unknown as Stream;
    case 'survey':
      return client(SurveyServiceClient, address, feed).streamSurveyFacts() as unknown as Stream;
    default: // of the company's own
      return client(CustomServiceClient, address, feed).streamCustomFacts() as unknown as Stream;
  }
}
