import { SOURCE_REASONS, type SourceFault, type SourceReason } from '#libs/domain/source-fault.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { Log } from '#libs/runtime/log.js';
import { sourceReason } from './source-reason.js';

/** A source may restart, and all processes start at once: what passes within this time is no fault. */
export const PATIENCE_MS = 15_000;

interface Failing {
  fault: SourceFault;
  /** Reasons in the log since the source last answered. */
  readonly logged: Set<SourceReason>;
}

/**
 * From which sources this process cannot fetch batches now. Each poll is reported; the log has one line when a fault has lasted, one
 * when its reason changes, and one when it ends.
 */
export class SourceFaults {
  readonly #failing = new Map<SourceFault['source'], Failing>();

  constructor(private readonly options: { readonly log: Pick<Log, 'info' | 'warn'>; readonly clock: Clock }) {}

  /** Reports how a poll went: the error that it failed with, or undefined. */
  report(source: SourceFault['source'], error: unknown): void {
    if (error === undefined) this.#answered(source);
    else this.#failed(source, error);
  }

  /** The faults that have lasted, in order of their sources. */
  standing(): readonly SourceFault[] {
    const all = [...this.#failing.values()].map(({ fault }) => fault);
    return all.filter((fault) => this.#lasts(fault)).toSorted((a, b) => a.source.localeCompare(b.source));
  }

  #failed(source: SourceFault['source'], error: unknown): void {
    const before = this.#failing.get(source);
    const since = before?.fault.since ?? this.options.clock.now();
    const fault = { source, ...sourceReason(error), since };
    const failing = { fault, logged: before?.logged ?? new Set<SourceReason>() };
    this.#failing.set(source, failing);
    if (!this.#lasts(fault) || failing.logged.has(fault.reason)) return;
    failing.logged.add(fault.reason);
    const { reason, detail } = fault;
    const { says, cure } = SOURCE_REASONS[reason];
    this.options.log.warn({ source, reason, detail, says, cure }, 'batches cannot be fetched from their source');
  }

  #answered(source: SourceFault['source']): void {
    const failing = this.#failing.get(source);
    if (failing === undefined) return;
    this.#failing.delete(source);
    if (failing.logged.size === 0) return;
    const { reason, since } = failing.fault;
    this.options.log.info({ source, reason, since: new Date(since) }, 'the source gives its batches again');
  }

  #lasts({ since }: SourceFault): boolean {
    return this.options.clock.now() - since >= PATIENCE_MS;
  }
}
