import { isSource, type Source } from '#libs/domain/source.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Waiting, WaitingContests } from '../contests/waiting-contests.js';
import { Exactly } from './exactly.js';

const WAITS_FOR = { OPEN: 'reviewer', AWAITS_SECOND: 'second_reviewer' } as const;
const STATES = ['OPEN', 'AWAITS_SECOND'] as const;

type ContestGauges = Pick<Metrics, 'contestsWaiting' | 'contestOldest' | 'contestDue' | 'contestHearings'>;

interface Labels {
  readonly department: Source;
  readonly waits_for: (typeof WAITS_FOR)[WaitingContests['state']];
}

/** Exports how many contests wait, since when and until when, and what departments may answer. A department without one has 0 of them, and no instant. */
export class ContestMetrics {
  readonly #waiting: Exactly<Labels>;
  readonly #oldest: Exactly<Labels>;
  readonly #due: Exactly<Labels>;
  readonly #hearings: Exactly<Pick<Labels, 'department'>>;

  constructor({ contestsWaiting, contestOldest, contestDue, contestHearings }: ContestGauges) {
    this.#waiting = new Exactly(contestsWaiting);
    this.#oldest = new Exactly(contestOldest);
    this.#due = new Exactly(contestDue);
    this.#hearings = new Exactly(contestHearings);
  }

  /** @param departments  all that may contest */
  show({ contests, hearings }: Waiting, departments: readonly Source[]): void {
    const none = departments.flatMap((department) => STATES.map((state) => ({ department, state, contests: 0 })));
    this.#waiting.show([...none, ...contests].map((one) => ({ labels: labelsOf(one), value: one.contests })));
    this.#oldest.show(contests.map((one) => ({ labels: labelsOf(one), value: one.oldest / 1_000 })));
    this.#due.show(
      contests.flatMap(({ nextDue, ...one }) =>
        nextDue === undefined ? [] : [{ labels: labelsOf(one), value: nextDue / 1_000 }],
      ),
    );
    const told = [...new Set([...departments, ...[...hearings.keys()].filter(isSource)])];
    this.#hearings.show(told.map((department) => ({ labels: { department }, value: hearings.get(department) ?? 0 })));
  }
}

function labelsOf({ department, state }: Pick<WaitingContests, 'department' | 'state'>): Labels {
  return { department, waits_for: WAITS_FOR[state] };
}
