import { addDays, type Day } from '#libs/domain/time.js';
import { type Happening, shopSubject } from './happening.js';
import { Luck } from './luck.js';
import { CATEGORIES, ZONE } from './retailer.js';
import { clock, HOUR, MINUTE, minuteOfOrder, usualOrders, type World } from './world.js';

/** What customers do in the shop without an order, and what the shop checks about its shelves on a day. */
export function shelvesOn(world: World, day: Day): Happening[] {
  return [
    ...abandonedCheckouts(world, day),
    ...CATEGORIES.flatMap((category) => [...looks(world, day, category), ...prices(world, day, category)]),
    ...CATEGORIES.flatMap((category) => [...notices(world, day, category), ...reminders(world, day, category)]),
  ];
}

function abandonedCheckouts(world: World, day: Day): Happening[] {
  return Array.from({ length: Math.round(usualOrders(world, day) * 0.3) }, (_, place) => {
    const id = `session-left-${day}-${place}`;
    const luck = new Luck(world.seed, id);
    const at = clock(day, minuteOfOrder(luck.of('minute', 1_000_000)));
    const unit = `channel/${luck.has('app', 4_000) ? 'app' : 'web'}`;
    return shopSubject({ id, name: 'started', at }, { $case: 'checkoutStarted', value: { unit, zone: ZONE } });
  });
}

/** Every third hour from eight to eight the looks of customers are summed up. */
function looks(world: World, day: Day, category: string): Happening[] {
  return [8, 11, 14, 17, 20].map((hour) => {
    const id = `stock-${category}-${day}-${hour}`;
    const luck = new Luck(world.seed, id);
    const views = 20 + luck.of('views', 60);
    const viewsInStock = views - (luck.has('short', 3_000) ? luck.between('short views', 1, 8) : luck.of('few', 2));
    const value = { unit: `category/${category}`, zone: ZONE, views, viewsInStock };
    return shopSubject({ id, name: 'checked', at: clock(day, hour * 60) }, { $case: 'stockChecked', value });
  });
}

function prices(world: World, day: Day, category: string): Happening[] {
  return [0, 1, 2].map((article) => {
    const id = `price-${category}-${day}-${article}`;
    const luck = new Luck(world.seed, id);
    const lowestPriceMinor = luck.between('lowest', 900, 40_000);
    const abovePercent = luck.has('dear', 1_000) ? luck.between('above', 3, 15) : -luck.of('below', 3);
    const ownPriceMinor = Math.max(1, Math.round((lowestPriceMinor * (100 + abovePercent)) / 100));
    const value = {
      unit: `category/${category}`,
      zone: ZONE,
      ownPriceMinor,
      lowestPriceMinor,
      views: luck.between('views', 5, 50),
    };
    return shopSubject({ id, name: 'checked', at: clock(day, 5 * 60 + article) }, { $case: 'priceChecked', value });
  });
}

/** Customers who wait for an article are told when it is there again: most on the same day, a few never. */
function notices(world: World, day: Day, category: string): Happening[] {
  const id = `notice-${category}-${day}`;
  const luck = new Luck(world.seed, id);
  const at = clock(day, luck.between('minute', 7 * 60, 18 * 60));
  const owed = shopSubject(
    { id, name: 'owed', at },
    { $case: 'stockNoticeOwed', value: { unit: `category/${category}`, zone: ZONE } },
  );
  if (luck.has('forgotten', 400)) return [owed];
  const hours = luck.has('late', 500) ? 30 : luck.between('hours', 1, 20);
  return [owed, shopSubject({ id, name: 'sent', at: at + hours * HOUR }, { $case: 'stockNoticeSent', value: {} })];
}

function reminders(world: World, day: Day, category: string): Happening[] {
  if (category !== 'coffee') return [];
  return [0, 1, 2].flatMap((place) => {
    const id = `reminder-${day}-${place}`;
    const luck = new Luck(world.seed, id);
    const at = clock(addDays(day, 0), 8 * 60 + place);
    const owed = shopSubject(
      { id, name: 'owed', at },
      { $case: 'reminderOwed', value: { unit: 'category/coffee', zone: ZONE } },
    );
    if (luck.has('forgotten', 500)) return [owed];
    const sentAt = at + luck.between('minutes', 5, 600) * MINUTE;
    return [owed, shopSubject({ id, name: 'sent', at: sentAt }, { $case: 'reminderSent', value: {} })];
  });
}
