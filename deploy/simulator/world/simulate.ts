import { addDays, type Day, type Instant } from '#libs/domain/time.js';
import { issuesOf } from './desk/contact.js';
import { deskFactsOf } from './desk/desk-facts.js';
import { floorsOn } from './floors.js';
import type { Happening } from './happening.js';
import { journeysOn } from './order/journey.js';
import { type Report, reportsOf } from './reporting.js';
import { shelvesOn } from './shelves.js';
import { trainingsOn } from './trainings.js';
import { clock, dayAt, on, type World } from './world.js';

/** Everything that begins on a day, to its end weeks later. */
export function happeningsOf(world: World, day: Day): Happening[] {
  const journeys = journeysOn(world, day);
  const issues = journeys.flatMap(issuesOf);
  return [
    ...journeys.flatMap(({ happenings }) => happenings),
    ...issues.flatMap((issue) => deskFactsOf(world, issue)),
    ...shelvesOn(world, day),
    ...floorsOn(world, day),
    ...trainingsOn(world, day),
  ];
}

/**
 * What the systems of the retailer report, in the order in which they do, of everything that begins from a day on. It does not end by
 * itself: the reader stops.
 *
 * @param from  the first day; of what began earlier nothing is reported
 */
export function* simulate(world: World, from: Day): Generator<Report, never> {
  let pending: Report[] = [];
  for (let day = from; ; day = addDays(day, 1)) {
    const fresh = happeningsOf(world, day).flatMap((one) => reportsOf(world.seed, one));
    const heard = fresh.filter((report) => !isSilent(world, report));
    const tomorrow = clock(addDays(day, 1), 0);
    const all = [...pending, ...heard];
    pending = all.filter(({ reportedAt }) => reportedAt >= tomorrow);
    yield* all.filter(({ reportedAt }) => reportedAt < tomorrow).sort(inOrder);
  }
}

/** The reports of everything that begins on the days from the first to the last, to its end. */
export function reportsBetween(world: World, from: Day, to: Day): Report[] {
  const reports: Report[] = [];
  for (let day = from; day <= to; day = addDays(day, 1))
    for (const happening of happeningsOf(world, day)) reports.push(...reportsOf(world.seed, happening));
  return reports.filter((report) => !isSilent(world, report)).sort(inOrder);
}

/** Whether the system that knows of it reports nothing at that time. */
export function isSilent(world: World, { feed, reportedAt }: Pick<Report, 'feed' | 'reportedAt'>): boolean {
  const { silentSite } = on(world, dayAt(reportedAt));
  return silentSite !== undefined && feed === `site-${silentSite}`;
}

function inOrder(a: Pick<Report, 'reportedAt' | 'fact'>, b: Pick<Report, 'reportedAt' | 'fact'>): number {
  return a.reportedAt - b.reportedAt || (a.fact.factId < b.fact.factId ? -1 : 1);
}

/** Until when everything that began on a day has ended, so that a simulation that goes on need not begin earlier. */
export const LONGEST_DAYS = 45;

/** The first day of which a simulation that goes on at an instant has to know. */
export function firstDayFor(world: World, at: Instant): Day {
  const earliest = addDays(dayAt(at), -LONGEST_DAYS);
  return earliest < world.firstDay ? world.firstDay : earliest;
}
