import {
  INSECURITIES,
  INSECURITY_REASONS,
  type Insecurity,
  type InsecurityReason,
  type SecurityReport,
} from '#libs/domain/insecurity.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { Log } from '#libs/runtime/log.js';

export interface InsecuritiesOptions {
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly metrics: Pick<Metrics, 'insecure'>;
  readonly clock: Clock;
  /** The reasons that the operator accepts: they are shown, and no alert fires for them. */
  readonly accepted: readonly InsecurityReason[];
}

/** What is insecure about this process now. The log has one line when a reason begins to hold, and one when it does not any more. */
export class Insecurities {
  #report: SecurityReport = { checkedAt: undefined, standing: [] };

  constructor(private readonly options: InsecuritiesOptions) {}

  get report(): SecurityReport {
    return this.#report;
  }

  /** Takes everything that was found in one look. What is not in it does not hold any more. */
  found(all: readonly Insecurity[]): void {
    const before = this.#report.standing;
    const standing = INSECURITY_REASONS.flatMap((reason) => all.filter((one) => one.reason === reason)).map((one) => ({
      ...one,
      accepted: this.#isAccepted(one.reason),
    }));
    for (const one of standing) if (!before.some((other) => isSame(one, other))) this.#log(one);
    for (const { reason, detail } of before)
      if (!standing.some((other) => isSame({ reason, detail }, other)))
        this.options.log.info({ reason, detail }, 'this is not insecure any more');
    for (const reason of INSECURITY_REASONS)
      this.#show(
        reason,
        standing.some((one) => one.reason === reason),
      );
    this.#report = { checkedAt: this.options.clock.now(), standing };
  }

  #log({ reason, detail, accepted }: SecurityReport['standing'][number]): void {
    const { says, cure } = INSECURITIES[reason];
    const { log } = this.options;
    if (accepted) log.info({ reason, detail }, 'this process is insecure, and the operator accepts it');
    else log.warn({ reason, detail, says, cure }, 'this process is insecure');
  }

  #show(reason: InsecurityReason, holds: boolean): void {
    const { insecure } = this.options.metrics;
    const accepted = this.#isAccepted(reason) ? 'yes' : 'no';
    insecure.set({ reason, accepted }, holds ? 1 : 0);
  }

  #isAccepted(reason: InsecurityReason): boolean {
    return this.options.accepted.includes(reason);
  }
}

const isSame = (one: Insecurity, other: Insecurity) => one.reason === other.reason && one.detail === other.detail;
