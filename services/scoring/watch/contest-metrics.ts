import type { Source } from '#libs/domain/source.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { WaitingContests } from '../contests/waiting-contests.js';
import { Exactly } from './exactly.js';

const WAITS_FOR = { OPEN: 'reviewer', AWAITS_SECOND: 'second_reviewer' } as const;
const STATES = ['OPEN', 'AWAITS_SECOND'] as const;

interface Labels {
  readonly department: Source;
  readonly waits_for: (typeof WAITS_FOR)[WaitingContests['state']];
}

/** Exports how many contests wait and since when. A department without one has 0 of them, and no instant. */
export class ContestMetrics {
  readonly #waiting: Exactly<Labels>;
  readonly #oldest: Exactly<Labels>;

  constructor({ contestsWaiting, contestOldest }: Pick<Metrics, 'contestsWaiting' | 'contestOldest'>) {
    this.#waiting = new Exactly(contestsWaiting);
    this.#oldest = new Exactly(contestOldest);
  }

  /** @param departments  all that may contest */
  show(waiting: readonly WaitingContests[], departments: readonly Source[]): void {
    const none = departments.flatMap((department) => STATES.map((state) => ({ department, state, contests: 0 })));
    this.#waiting.show([...none, ...waiting].map((one) => ({ labels: labelsOf(one), value: one.contests })));
    this.#oldest.show(waiting.map((one) => ({ labels: labelsOf(one), value: one.oldest / 1_000 })));
  }
}

function labelsOf({ department, state }: Pick<WaitingContests, 'department' | 'state'>): Labels {
  return { department, waits_for: WAITS_FOR[state] };
}
