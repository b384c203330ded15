import { addDays, type Day } from '#libs/domain/time.js';
import { carrierSubject, deskSubject, type Happening, siteSubject } from './happening.js';
import { Luck } from './luck.js';
import { CARRIER_LIST, DESK_TEAMS, SITES, TEAMS, ZONE } from './retailer.js';
import { clock, HOUR, type World } from './world.js';

/** Persons of each unit who are enrolled on a Monday. */
const ENROLLED = 2;
/** Days until a training is to be completed. */
const LIMIT_DAYS = 14;

/** The trainings that begin on a day: on Mondays, in every unit. Most are completed in time, some late, a few never. */
export function trainingsOn(world: World, day: Day): Happening[] {
  if (new Date(day).getUTCDay() !== 1) return [];
  return [
    ...SITES.flatMap((site) =>
      TEAMS.flatMap((team) =>
        inUnit(world, day, `site/${site}/${team}`, (about, what) => siteSubject(site, about, what)),
      ),
    ),
    ...CARRIER_LIST.flatMap(({ name, depots }) =>
      depots.flatMap((depot) =>
        inUnit(world, day, `carrier/${name}/depot-${depot}`, (about, what) => carrierSubject(name, about, what)),
      ),
    ),
    ...DESK_TEAMS.flatMap((team) => inUnit(world, day, `team/${team}`, deskSubject)),
  ];
}

/** What the contracts of the three departments name alike. */
type Step =
  | {
      readonly $case: 'trainingOwed';
      readonly value: { readonly unit: string; readonly zone: string; readonly dueAt: Date };
    }
  | { readonly $case: 'trainingCompleted'; readonly value: object };
type Tell = (about: Parameters<typeof deskSubject>[0], what: Step) => Happening;

function inUnit(world: World, day: Day, unit: string, tell: Tell): Happening[] {
  return Array.from({ length: ENROLLED }, (_, place) => {
    const id = `training-${unit.replaceAll('/', '-')}-${day}-${place + 1}`;
    const luck = new Luck(world.seed, id);
    const at = clock(day, 9 * 60);
    const dueAt = new Date(clock(addDays(day, LIMIT_DAYS), 17 * 60));
    const owed = tell({ id, name: 'owed', at }, { $case: 'trainingOwed', value: { unit, zone: ZONE, dueAt } });
    if (luck.has('never completed', 500)) return [owed];
    const days = luck.has('completed late', 1_000) ? luck.between('late days', 15, 24) : luck.between('days', 1, 13);
    const completedAt = at + days * 24 * HOUR;
    return [owed, tell({ id, name: 'completed', at: completedAt }, { $case: 'trainingCompleted', value: {} })];
  }).flat();
}
