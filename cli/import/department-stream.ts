import { status } from '@grpc/grpc-js';
import type { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type FactOutcome, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { call, client } from '#libs/grpc/client.js';
import type { Connection } from '#libs/grpc/connection.js';
import { refusalOf } from '#libs/grpc/refusal.js';
import { type DepartmentClient, departmentClient, type PortionStream } from '../department-client.js';
import { UnansweredError } from '../unanswered.js';

export interface DepartmentStreamOptions {
  readonly source: Source;
  /** "127.0.0.1:7103" */
  readonly address: string;
  /** By which the feed proves who it is. */
  readonly connection: Connection;
  readonly origin: Origin;
  /** Facts a portion, 1 to 1,000. */
  readonly portion: number;
  readonly onOutcomes: (outcomes: readonly FactOutcome[]) => void;
  readonly signal: AbortSignal | undefined;
  /** How long the department may leave everything unanswered, in ms. Default: 120,000. */
  readonly silenceMs?: number;
  /** How long it may be away after its last answer, in ms, until the failure is thrown. Default: 30,000. */
  readonly awayMs?: number;
  /** Called when it is away, with a sentence for people. */
  readonly onAway?: (line: string) => void;
}

/** Portions on their way per department: enough to keep it busy, few enough to notice a failure early. */
const IN_FLIGHT = 3;

/**
 * Four times the deadline of a call with as many facts. A department gives up a statement after 15 seconds, also on a slow machine, so one
 * that answers nothing for so long will not answer any more.
 */
const SILENCE_MS = 120_000;

/** A department that is started again is back within this time. */
const AWAY_MS = 30_000;
const AWAY_PAUSE_MS = 500;

/**
 * The stream to one department, with a bounded number of portions on their way. When the department goes away, the stream is opened
 * again and everything unanswered is sent once more: a department does not record a fact twice.
 */
export class DepartmentStream {
  #collecting: unknown[] = [];
  /** Portions that are not answered yet, in the order in which they were pushed. */
  readonly #inFlight: unknown[][] = [];
  #failure: unknown;
  #wake: () => void = () => {};
  readonly #department: DepartmentClient;
  /** Undefined while the department is away. */
  #stream: PortionStream | undefined;
  #awaySince: number | undefined;
  #opening: NodeJS.Timeout | undefined;
  readonly #facts: FactsServiceClient;

  constructor(private readonly options: DepartmentStreamOptions) {
    const { source, address, connection, signal } = options;
    this.#facts = client(FactsServiceClient, address, connection);
    this.#department = departmentClient(source, address, connection);
    this.#open();
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
    this.#fail(new Error('the stream is closed')); // so that it is not opened again
    this.#stream?.end();
    this.#stream?.cancel();
    this.#department.close();
    this.#facts.close();
  }

  async #send(): Promise<void> {
    while (this.#inFlight.length >= IN_FLIGHT) await this.#nextAnswer();
    this.#check();
    this.#inFlight.push(this.#collecting);
    this.#write(this.#collecting);
    this.#collecting = [];
  }

  /** While the department is away, the portion waits until the stream is open again. */
  #write(facts: unknown[]): void {
    this.#stream?.write({ portion: { facts, origin: this.options.origin } });
  }

  #open(): void {
    const stream = this.#department.stream();
    this.#stream = stream;
    const lost = (error: unknown) => {
      if (stream === this.#stream) this.#lost(error);
    };
    stream.on('data', ({ portion }) => this.#answered(portion?.outcomes ?? []));
    stream.on('error', lost);
    // After the last answer, and after an error.
    stream.on('end', () => lost(this.#unanswered('ended the stream before everything was sent')));
    for (const facts of this.#inFlight) this.#write(facts);
  }

  #answered(outcomes: readonly FactOutcome[]): void {
    this.#awaySince = undefined;
    try {
      if (outcomes.length !== this.#inFlight.shift()?.length) throw this.#unanswered('answered a portion in parts');
      this.options.onOutcomes(outcomes);
      this.#wake();
    } catch (error) {
      this.#fail(error);
    }
  }

  #lost(error: unknown): void {
    this.#stream = undefined;
    const { source, address, awayMs = AWAY_MS, onAway } = this.options;
    const isNew = this.#awaySince === undefined;
    this.#awaySince ??= Date.now();
    if (!mayComeBack(error) || Date.now() - this.#awaySince >= awayMs) return this.#fail(error);
    if (isNew) onAway?.(`${source} at ${address} is away; what it has not answered is sent again.`);
    this.#opening = setTimeout(() => this.#open(), refusalOf(error)?.retryAfterMs ?? AWAY_PAUSE_MS);
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
    clearTimeout(this.#opening);
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

/** Whether it helps to wait some seconds. Space on a disk has to be freed by a person. */
function mayComeBack(error: unknown): boolean {
  const isAway = error instanceof Error && 'code' in error && error.code === status.UNAVAILABLE;
  const refusal = refusalOf(error);
  return refusal?.retryAfterMs !== undefined || (isAway && refusal?.reason !== 'STORE_FULL');
}
