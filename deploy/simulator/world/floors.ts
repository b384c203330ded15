import type { Day } from '#libs/domain/time.js';
import { carrierSubject, type Happening, siteSubject } from './happening.js';
import { Luck } from './luck.js';
import { CARRIER_LIST, SITES, type Site, TEAMS, ZONE } from './retailer.js';
import { clock, HOUR, isWorkday, MINUTE, on, type World } from './world.js';

/** What sites and carriers do on a working day beside the orders: receipts, counts of locations, audits, routes. */
export function floorsOn(world: World, day: Day): Happening[] {
  if (!isWorkday(day)) return [];
  return [
    ...SITES.flatMap((site) => [
      ...receipts(world, day, site),
      ...counts(world, day, site),
      ...audits(world, day, site),
    ]),
    ...routes(world, day),
  ];
}

function receipts(world: World, day: Day, site: Site): Happening[] {
  return [0, 1, 2].flatMap((place) => {
    const id = `receipt-${site}-${day}-${place}`;
    const luck = new Luck(world.seed, id);
    const at = clock(day, luck.between('minute', 6 * 60, 12 * 60));
    const minutes = luck.has('slow', 800) ? luck.between('slow minutes', 500, 1_500) : luck.between('minutes', 60, 440);
    const value = { unit: `site/${site}`, zone: ZONE };
    return [
      siteSubject(site, { id, name: 'received', at }, { $case: 'goodsReceived', value }),
      siteSubject(site, { id, name: 'available', at: at + minutes * MINUTE }, { $case: 'goodsAvailable', value: {} }),
    ];
  });
}

function counts(world: World, day: Day, site: Site): Happening[] {
  return [0, 1, 2, 3].map((place) => {
    const id = `count-${site}-${day}-${place}`;
    const luck = new Luck(world.seed, id);
    const value = {
      unit: `site/${site}/hall-${luck.between('hall', 1, 2)}`,
      zone: ZONE,
      recordRight: luck.has('right', 9_700),
    };
    return siteSubject(
      site,
      { id, name: 'counted', at: clock(day, 13 * 60 + place) },
      { $case: 'locationCounted', value },
    );
  });
}

function audits(world: World, day: Day, site: Site): Happening[] {
  return TEAMS.map((team, place) => {
    const id = `audit-${site}-${team}-${day}`;
    const luck = new Luck(world.seed, id);
    const value = {
      unit: `site/${site}/${team}`,
      zone: ZONE,
      checksMade: 10,
      checksMet: luck.has('met', 9_200) ? 10 : 9,
    };
    return siteSubject(
      site,
      { id, name: 'audited', at: clock(day, 15 * 60 + place) },
      { $case: 'packagingAudited', value },
    );
  });
}

/** A route from each depot, unless the carrier strikes, and an audit of courtesy by a third party on it. */
function routes(world: World, day: Day): Happening[] {
  const working = CARRIER_LIST.filter(({ name }) => on(world, day).striking !== name);
  return working.flatMap(({ name, depots }) =>
    depots.flatMap((depot) => {
      const id = `route-${name}-${depot}-${day}`;
      const luck = new Luck(world.seed, id);
      const unit = `carrier/${name}/depot-${depot}`;
      const at = clock(day, 19 * 60);
      const plannedMetres = luck.between('planned', 60_000, 140_000);
      const excessPercent = luck.has('detour', 900)
        ? luck.between('detour percent', 11, 30)
        : luck.between('percent', -4, 9);
      const drivenMetres = Math.round((plannedMetres * (100 + excessPercent)) / 100);
      const audit = { unit, zone: ZONE, checksMade: 8, checksMet: luck.has('courteous', 9_300) ? 8 : 7 };
      return [
        carrierSubject(
          name,
          { id, name: 'driven', at },
          { $case: 'routeDriven', value: { unit, zone: ZONE, plannedMetres, drivenMetres } },
        ),
        carrierSubject(
          name,
          { id: `courtesy-${name}-${depot}-${day}`, name: 'audited', at: at - 4 * HOUR },
          { $case: 'courtesyAudited', value: audit },
        ),
      ];
    }),
  );
}
