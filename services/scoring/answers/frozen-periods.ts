import type { Period } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { Clock } from '#libs/runtime/clock.js';

const ASK_AGAIN_MS = 1_000;

/** Whether a snapshot of a period was made. A snapshot is never removed, so a yes is cached for ever and a no for a second. */
export class FrozenPeriods {
  readonly #frozen = new Set<string>();
  readonly #notYet = new Map<string, Instant>();

  constructor(
    private readonly ask: (period: Period) => Promise<boolean>,
    private readonly clock: Clock,
  ) {}

  async isFrozen(period: Period): Promise<boolean> {
    const { name } = period;
    if (this.#frozen.has(name)) return true;
    const now = this.clock.now();
    if (now - (this.#notYet.get(name) ?? Number.NEGATIVE_INFINITY) < ASK_AGAIN_MS) return false;

    const isFrozen = await this.ask(period);
    if (isFrozen) this.#frozen.add(name);
    else this.#notYet.set(name, now);
    return isFrozen;
  }
}
