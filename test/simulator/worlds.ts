import type { Report } from '#deploy/simulator/world/reporting.js';
import { reportsBetween } from '#deploy/simulator/world/simulate.js';
import type { StoryName } from '#deploy/simulator/world/stories.js';
import type { World } from '#deploy/simulator/world/world.js';

/** A Monday: the weeks of the world are the ISO weeks 2027-W01, W02 and so on. */
export const FIRST_DAY = '2027-01-04';

export function world(stories: readonly StoryName[] = [], seed = 1, ordersADay = 35): World {
  return { seed, firstDay: FIRST_DAY, ordersADay, stories };
}

/** What begins in week 3, in which stories begin, and in the days around it. */
export function fifteenDays(stories: readonly StoryName[] = [], seed = 1, ordersADay = 35): Report[] {
  return reportsBetween(world(stories, seed, ordersADay), '2027-01-13', '2027-01-27');
}
