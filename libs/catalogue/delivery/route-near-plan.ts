import { dayOf } from '#libs/domain/time.js';
import { defineMetric } from '../metric.js';
import { hitIf } from '../result.js';
import type { Route } from './subject.js';

const ONE_PPM = 1_000_000;

/** Was the route driven about as it was planned? What is driven twice is time that no customer gets. */
export const routeNearPlan = defineMetric({
  id: 'route_near_plan',
  definition: 1,
  codeVersion: 1,
  source: 'delivery',
  title: 'Route without excess distance (D17)',
  question: 'Was the route driven without much more distance than planned?',
  population: 'Routes that were driven.',
  hit: 'At most 10 % more was driven than planned: (driven - planned) / planned <= 0.10. Less is a hit, too.',
  missesAre: 'routes with excess distance',
  datedBy: 'day on which the route ended',
  judged: 'when the route ended',
  parameters: { mostExcessPpm: 100_000 },
  maturesAfterDays: 0,
  needs: [],
  notAccountable: [],
  role: 'DIAGNOSTIC',
  counts: 'CASES',
  counterMetric: 'delivered_at_first_attempt',
  reportedBy: 'SELF',

  words: ({ text: { mostExcessPpm } }) => ({
    hit: `At most ${mostExcessPpm} more was driven than planned: (driven - planned) / planned. Less is a hit, too.`,
  }),

  evaluate(
    { happenedAt, unit, zone, plannedMetres, drivenMetres }: Route,
    { mostExcessPpm }: { readonly mostExcessPpm: number },
  ) {
    // Whole numbers, so nothing is rounded.
    const isHit = (drivenMetres - plannedMetres) * ONE_PPM <= plannedMetres * mostExcessPpm;
    return { unit, day: dayOf(happenedAt, zone), dueAt: happenedAt, result: hitIf(isHit) };
  },
});
