import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import { board } from './board.js';
import { name } from './metric-name.js';
import type { Dashboard } from './panel.js';
import { lines, rows, states } from './panels.js';

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

/** For HR and reviewers: what must be decided, answered, approved and closed, and by when? */
export const cxPeriods: Dashboard = board({
  uid: 'cx-periods',
  title: 'Periods and contests',
  description: 'What waits for people before a period is closed, and by when.',
  variables: [],
  panels: rows([['What must be decided?', nextDecision, toAnswer]]),
});
