import { BUILT_IN_SOURCES, type Source } from '#libs/domain/observation.js';
import { gauge, OPEN } from './spec.js';

/** The department that contests, and for whom its contests wait. */
const waiting: {
  readonly department: readonly Source[];
  readonly waits_for: readonly ('reviewer' | 'second_reviewer')[];
} = { department: BUILT_IN_SOURCES, waits_for: ['reviewer', 'second_reviewer'] };

/** What scoring exports of the contests that no ruling has ended. */
export const CONTEST_METRICS = {
  contestsWaiting: gauge(
    'cx_contests_waiting',
    'number',
    'scoring',
    waiting,
    'Contests of a department that wait for a reviewer, or that are decided and wait for a second reviewer.',
  ),
  contestOldest: gauge(
    'cx_contest_oldest_opened_timestamp_seconds',
    'timestamp',
    'scoring',
    waiting,
    'When the oldest contest that waits was opened; no series while none waits.',
  ),
  contestDue: gauge(
    'cx_contest_decision_due_timestamp_seconds',
    'timestamp',
    'scoring',
    waiting,
    'The next deadline of a contest that waits; when it passes, the contest counts as upheld. No series while none lies ahead.',
  ),
  contestHearings: gauge(
    'cx_contest_hearings_open',
    'number',
    'scoring',
    { department: BUILT_IN_SOURCES as readonly Source[] },
    'Contests that would move the fault to a department, which it has not answered while its window runs.',
  ),
  contestsUpheld: gauge(
    'cx_contests_upheld_ratio',
    'ratio',
    'scoring',
    { metric: OPEN },
    'Share of the contests of a metric with a ruling that were upheld: taken out, or charged to another party; of lines, metric="line". No series without a ruling.',
  ),
  contestRulingAge: gauge(
    'cx_contest_time_to_ruling_seconds',
    'seconds',
    'scoring',
    {},
    'Half of the contests with a ruling were ruled on sooner than this after they were opened. No series without a ruling.',
  ),
} as const;
