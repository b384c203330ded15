import {
  TRANSPORT_REASONS,
  TRANSPORT_TASKS,
  type TransportFault,
  type TransportReason,
  type TransportTask,
} from '#libs/domain/transport-fault.js';
import { TransportError } from '#libs/kafka/transport-error.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { Log } from '#libs/runtime/log.js';

/** A fault ends when the task was done for so long. A consumer that joins, reads a little and falls off has not recovered. */
export const QUIET_MS = 5_000;

export interface TransportFaultsOptions {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'transportFaultSince'>;
  readonly clock: Clock;
}

interface TaskState {
  /** Done at least once since the start of the process. */
  done: boolean;
  fault: TransportFault | undefined;
  /** When the task was first done after the newest report of the fault; undefined: not yet. */
  quietSince: number | undefined;
  /** Reasons in the log since the task was last done, so that two that alternate stand there once each. */
  readonly logged: Set<TransportReason>;
}

/**
 * What keeps this process from using Kafka now. Every task reports each failure and each success, as often as it likes; the
 * log has one line when a fault begins, when its reason changes and when it ends.
 */
export class TransportFaults {
  readonly #states = new Map<TransportTask, TaskState>();

  constructor(private readonly options: TransportFaultsOptions) {}

  /** Reports how a task went: the error that it failed with, or undefined. */
  report(task: TransportTask, error: TransportError | undefined): void {
    if (error === undefined) this.#done(task);
    else this.#failed(task, error);
  }

  /** The faults that stand, in order of the tasks. */
  standing(): readonly TransportFault[] {
    const tasks = Object.keys(TRANSPORT_TASKS) as TransportTask[];
    return tasks.map((task) => this.#states.get(task)?.fault).filter((fault) => fault !== undefined);
  }

  /** Whether a task was done at least once, and nothing keeps it from being done now. */
  isDone(task: TransportTask): boolean {
    const state = this.#states.get(task);
    return state?.done === true && state.fault === undefined;
  }

  #failed(task: TransportTask, error: TransportError): void {
    const state = this.#stateOf(task);
    state.quietSince = undefined;
    const { reason, detail } = error;
    const isNew = state.fault?.reason !== reason;
    const since = isNew || state.fault === undefined ? this.options.clock.now() : state.fault.since;
    if (isNew) this.#show(state.fault, { task, reason, detail, since });
    state.fault = { task, reason, detail, since };
    if (state.logged.has(reason)) return;
    state.logged.add(reason);
    const cure = TRANSPORT_REASONS[reason].cure;
    this.options.log.warn({ task, reason, detail, cure, error }, `Kafka: ${TRANSPORT_TASKS[task]}`);
  }

  #done(task: TransportTask): void {
    const state = this.#stateOf(task);
    if (state.fault === undefined) {
      if (!state.done) this.options.log.info({ task }, 'Kafka works');
      state.done = true;
      return;
    }
    const now = this.options.clock.now();
    state.quietSince ??= now;
    if (now - state.quietSince < QUIET_MS) return;
    this.options.log.info(
      { task, reason: state.fault.reason, since: new Date(state.fault.since) },
      'Kafka works again',
    );
    this.#show(state.fault, undefined);
    this.#states.set(task, { ...newState(), done: true });
  }

  #show(before: TransportFault | undefined, now: TransportFault | undefined): void {
    const { transportFaultSince } = this.options.metrics;
    if (before !== undefined) transportFaultSince.forget({ task: before.task, reason: before.reason });
    if (now !== undefined) transportFaultSince.set({ task: now.task, reason: now.reason }, now.since / 1000);
  }

  #stateOf(task: TransportTask): TaskState {
    const state = this.#states.get(task) ?? newState();
    this.#states.set(task, state);
    return state;
  }
}

function newState(): TaskState {
  return { done: false, fault: undefined, quietSince: undefined, logged: new Set() };
}

/**
 * Runs something that writes to Kafka and reports how it went. An error that is not one of Kafka, such as a database that
 * does not answer, says nothing about Kafka and is only passed on.
 */
export async function reporting(
  faults: Pick<TransportFaults, 'report'>,
  task: TransportTask,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
    faults.report(task, undefined);
  } catch (error) {
    if (error instanceof TransportError) faults.report(task, error);
    throw error;
  }
}
