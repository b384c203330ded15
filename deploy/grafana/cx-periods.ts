import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { board } from './board.js';
import { name } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { lines, override, rows, states, table } from './panels.js';
import { webhookAttempts, webhookDead, webhookWaiting } from './webhook-panels.js';

const nextDecision = states(
  {
    title: 'Next deadline of a contest',
    description:
      'How long ago the next deadline was, so a day less than nothing is a day ahead: then the contest counts as upheld unless a reviewer rules. Empty when none lies ahead. Red from a day before.',
    cure: 'Red: CxContestDue in the runbook.',
    unitOf: 's',
    queries: [['{{department}}: {{waits_for}}', `time() - max by (department, waits_for) (${name('contestDue')})`]],
  },
  { orange: -3 * 86_400, red: -86_400, decimals: 0 },
);

const toAnswer = lines(
  {
    title: 'Contests to answer',
    description:
      'Contests that would move the fault to the department and that it has not answered, while its window runs.',
    cure: 'cx contest list --against DEPARTMENT names them; its people answer: cx contest answer.',
    unitOf: EXPORTED_METRICS.contestHearings,
    queries: [['{{department}}', `max by (department) (${name('contestHearings')})`]],
  },
  { min: 0, decimals: 0 },
);

const stateNow = table(
  {
    title: 'Periods that are not over',
    description: 'The twelve newest periods that have begun and are neither closed nor voided, each with its state.',
    cure: 'cx period show PERIOD says what comes next and who does it.',
    unitOf: EXPORTED_METRICS.periodState,
    queries: [['periods', `max by (period, state) (${name('periodState')})`]],
  },
  [override({ column: 'periods' }, { decimals: 0 })],
);

const afterClose = states(
  {
    title: 'After the day of the close',
    description:
      'How long ago a period with a result should have been closed; below 0 it has that much time. Orange from three days before, red from then on.',
    cure: 'Red: CxPeriodOverdue in the runbook.',
    unitOf: 's',
    queries: [['{{period}}', `time() - max by (period) (${name('periodCloseBy')})`]],
  },
  { orange: -3 * 86_400, red: 0, decimals: 0 },
);

const nextStep = states(
  {
    title: 'After the next deadline of a period',
    description:
      'How long ago the next deadline was, so less than nothing is ahead: the end of the period, of its grace or review, a decision, or the close. Empty when none lies ahead.',
    cure: 'Orange is the last day: cx period show PERIOD names what must be done until then.',
    unitOf: 's',
    queries: [['{{period}}', `time() - max by (period) (${name('periodNextDeadline')})`]],
  },
  { orange: -86_400, red: 0, decimals: 0 },
);

const approvals = lines(
  {
    title: 'Approvals missing',
    description: 'How many people must still approve the newest version of a period whose review is over.',
    cure: 'cx period show PERIOD names the lines and who may not sign them.',
    unitOf: EXPORTED_METRICS.periodApprovalsMissing,
    queries: [['{{period}}', `max by (period) (${name('periodApprovalsMissing')})`]],
  },
  { min: 0, decimals: 0 },
);

const upheld = lines(
  {
    title: 'Contests upheld',
    description:
      'Share of the contests of a metric with a ruling that were taken out or charged to another party; "line" are those of lines.',
    cure: 'Near 0 or 1 for long: read some with cx contest precedents; a ground that is always upheld is a rule that is missing.',
    unitOf: EXPORTED_METRICS.contestsUpheld,
    queries: [['{{metric}}', `max by (metric) (${name('contestsUpheld')})`]],
  },
  { min: 0, max: 1 },
);

const age = lines(
  {
    title: 'Age of a contest when it is ruled on',
    description: 'Half of the contests are ruled on sooner than this after they were opened.',
    cure: 'When it nears the deadline of the ruleset, more reviewers are needed: the document access names them.',
    unitOf: EXPORTED_METRICS.contestRulingAge,
    queries: [['half of them', `max(${name('contestRulingAge')})`]],
  },
  { min: 0 },
);

/** For HR and reviewers: what must be decided, answered, approved and closed, and by when? */
export const cxPeriods: Dashboard = board({
  uid: 'cx-periods',
  title: 'Periods and contests',
  description: 'What waits for people before a period is closed, and by when.',
  variables: [],
  panels: rows([
    ['Where are the periods?', stateNow, nextStep],
    ['What keeps them from their close?', afterClose, approvals],
    ['What must be decided?', nextDecision, toAnswer],
    ['How are contests ruled?', upheld, age],
    ['Do subscribers get their messages?', webhookAttempts, webhookWaiting, webhookDead],
  ]),
});
