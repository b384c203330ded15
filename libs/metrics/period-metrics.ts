import { gauge, OPEN } from './spec.js';

/** The states of a period that is not over; `services/scoring/periods/life/period-state.ts` says what each means. */
export const OPEN_STATES = ['open', 'collecting', 'provisional', 'in_review', 'approved'] as const;
export type OpenState = (typeof OPEN_STATES)[number];

/** Names of periods come from documents. The newest that are not over are exported, so they are few. */
const period: { readonly period: readonly string[] } = { period: OPEN };
const state: { readonly period: readonly string[]; readonly state: readonly OpenState[] } = {
  ...period,
  state: OPEN_STATES,
};

/** What scoring exports of the life of periods that have begun and are neither closed nor voided. */
export const PERIOD_METRICS = {
  periodState: gauge(
    'cx_period_state',
    'number',
    'scoring',
    state,
    'The state of each period that has begun and is not over: 1 for its state, and no series for the others. The twelve newest.',
  ),
  periodNextDeadline: gauge(
    'cx_period_next_deadline_timestamp_seconds',
    'timestamp',
    'scoring',
    period,
    'When the clock takes the next step of a period, or by when people must: end, grace, review, decision, close. No series when none lies ahead.',
  ),
  periodCloseBy: gauge(
    'cx_period_close_by_timestamp_seconds',
    'timestamp',
    'scoring',
    period,
    'By when a period with a result is to be closed; later it is overdue. No series while it has no result.',
  ),
  periodApprovalsMissing: gauge(
    'cx_period_approvals_missing',
    'number',
    'scoring',
    period,
    'How many people must still approve the newest version of a period whose review is over: the most that a line lacks.',
  ),
} as const;
