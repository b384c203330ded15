import type { Day, Instant } from '#libs/domain/time.js';
import type { Luck } from '../luck.js';
import { SITES, type Site, TEAMS } from '../retailer.js';
import { clock, dayAt, HOUR, MINUTE, workdaysLater } from '../world.js';
import { departureDayAfter, IN_WAREHOUSE, type Order } from './order.js';

/** What a warehouse did with a parcel, and when. */
export interface Parcel {
  readonly order: Order;
  readonly luck: Luck;
  readonly id: string;
  readonly site: Site;
  /** "site/north/early" */
  readonly team: string;
  readonly releasedAt: Instant;
  /** By its plan, and until when it must be handed over. */
  readonly departsAt: Instant;
  readonly dueAt: Instant;
  readonly pickedAt: Instant;
  readonly packedAt: Instant;
  /** Undefined for a parcel that never left. */
  readonly handedOverAt: Instant | undefined;
  /** The carrier canceled the planned departure. */
  readonly isDepartureCanceled: boolean;
  /** The parcel that the carrier has lost, and in whose place this one is sent. */
  readonly takesPlaceOf: string | undefined;
}

const DEPARTURE = 18 * 60;

/** The parcels into which an order is split at its release; none before it is released. */
export function parcelsOf(order: Order): Parcel[] {
  const { luck, releasedAt, id } = order;
  if (releasedAt === undefined || IN_WAREHOUSE.has(order.end)) return [];
  const { parcels } = luck.pick('parcels', SPLITS);
  return Array.from({ length: order.items === 1 ? 1 : parcels }, (_, place) =>
    parcelOf(order, `${id}-${place + 1}`, releasedAt, undefined),
  );
}

const SPLITS = [
  { parcels: 1, share: 82 },
  { parcels: 2, share: 14 },
  { parcels: 3, share: 4 },
] as const;

/** @param takesPlaceOf  the parcel that was lost and is sent again */
export function parcelOf(order: Order, id: string, releasedAt: Instant, takesPlaceOf: string | undefined): Parcel {
  const luck = order.luck.inside(id);
  const site = luck.has('from the other site', 1_500) ? otherSite(order.site) : order.site;
  const planned = departureDayAfter(releasedAt);
  const departsAt = clock(planned, DEPARTURE);
  const isDepartureCanceled = luck.has('carrier does not come', 40);
  const leaves = leavingDay(order, luck, planned, isDepartureCanceled);
  const worksOn = leaves ?? planned;
  const begin = Math.max(releasedAt + 10 * MINUTE, clock(worksOn, 7 * 60));
  const pickedAt = begin + luck.of('pick', 60) * MINUTE;
  return {
    ...{ order, luck, id, site, releasedAt, departsAt, isDepartureCanceled, takesPlaceOf, pickedAt },
    team: `site/${site}/${TEAMS[luck.of('team', TEAMS.length)]}`,
    dueAt: departsAt + 2 * HOUR,
    packedAt: pickedAt + luck.between('pack', 8, 40) * MINUTE,
    handedOverAt: leaves === undefined ? undefined : clock(leaves, DEPARTURE - luck.between('hand-over', 5, 45)),
  };
}

/** The day on which it leaves: as planned, or some working days later, or never. */
function leavingDay(order: Order, luck: Luck, planned: Day, isDepartureCanceled: boolean): Day | undefined {
  if (luck.has('never leaves', 12)) return undefined;
  const overflow = order.isOverflow ? overflowDays(order) : 0;
  const mishap = luck.has('leaves late', 320) ? luck.between('days late', 1, 3) : 0;
  return workdaysLater(planned, overflow + mishap + (isDepartureCanceled ? 1 : 0));
}

/** What is too much waits for the days after. */
function overflowDays({ luck }: Order): number {
  return luck.between('overflow', 2, 3);
}

function otherSite(site: Site): Site {
  return SITES.find((one) => one !== site) ?? site;
}

/** The civil day on which a parcel left. */
export function leftOn({ handedOverAt, departsAt }: Parcel): Day {
  return dayAt(handedOverAt ?? departsAt);
}
