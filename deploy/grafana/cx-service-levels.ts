import { BUDGET_LEFT, shareName } from '#deploy/prometheus/slo/slo-rules.js';
import { SLOS } from '#deploy/prometheus/slo/slos.js';
import { board } from './board.js';
import type { Dashboard } from './panel.js';
import { type Drawn, limitAt, lines, rows, states } from './panels.js';

const PPM = 1_000_000;

const left = lines(
  {
    title: 'Budget that is left',
    description:
      'Share of what may go wrong in 30 days that has not gone wrong yet, for each promise. Below 0 the promise is broken.',
    cure: 'A steady fall: put what burns it before new work, see docs/service-levels.md.',
    unitOf: 'percentunit',
    queries: [['{{slo}}', `max by (slo) (${BUDGET_LEFT})`]],
  },
  { ...limitAt(0, 'below'), max: 1 },
);

const leftNow = states(
  {
    title: 'Spent of each budget, now',
    description: 'Share of the failures of 30 days that are allowed and have happened; 100 % is all of them.',
    cure: 'Orange from half on, red from 90 % on: which alert fired is in the runbook under its name.',
    unitOf: 'percentunit',
    queries: [['{{slo}}', `1 - max by (slo) (${BUDGET_LEFT})`]],
  },
  { orange: 0.5, red: 0.9 },
);

/** How fast a budget burns: 1 spends it in exactly 30 days. */
function burn(window: string, limit: number, severity: string): Drawn {
  const queries = SLOS.map(
    ({ id, budgetPpm }) => [id, `max(${shareName(window)}{slo="${id}"}) / ${budgetPpm / PPM}`] as const,
  );
  return lines(
    {
      title: `Times the budget, over ${window}`,
      description: `How many times faster than allowed each budget burns, over ${window}. From the line on, a ${severity} follows when it still goes on.`,
      cure: 'The runbook has each promise’s alert by name, with the board to open first.',
      unitOf: 'none',
      queries,
    },
    { ...limitAt(limit, 'above'), min: 0, decimals: 1 },
  );
}

/** For an SRE: is what was promised kept, and how long will it be? */
export const cxServiceLevels: Dashboard = board({
  uid: 'cx-service-levels',
  title: 'Service levels',
  description: 'Whether what was promised is kept, and how fast its budgets of failures are spent.',
  panels: rows([
    ['How much is left?', leftNow, left],
    ['Is it to be stopped now?', burn('1h', 14.4, 'page'), burn('6h', 6, 'page')],
    ['Does it have to be looked at today?', burn('1d', 3, 'ticket'), burn('3d', 1, 'ticket')],
  ]),
});
