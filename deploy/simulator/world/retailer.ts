import type { BuiltInSource } from '#libs/domain/source.js';

/** The retailer that the simulator plays: Kontor, a shop of the web with two warehouses, three carriers and a help desk. It does not exist. */

/** Where customers, sites and teams are. */
export const ZONE = 'Europe/Berlin';

export const SITES = ['north', 'south'] as const;
export type Site = (typeof SITES)[number];

/** Teams of each site. */
export const TEAMS = ['early', 'late'] as const;

export const CARRIERS = ['acme', 'bolt', 'vans'] as const;
export type CarrierName = (typeof CARRIERS)[number];

/** Who brings parcels. `transit` are the working days from the departure to the door that are planned. */
export interface Carrier {
  readonly name: CarrierName;
  readonly depots: readonly string[];
  readonly transit: number;
  readonly share: number;
}

export const CARRIER_LIST: readonly Carrier[] = [
  { name: 'acme', depots: ['berlin', 'hamburg'], transit: 2, share: 45 },
  { name: 'bolt', depots: ['koeln', 'leipzig'], transit: 2, share: 35 },
  { name: 'vans', depots: ['berlin'], transit: 1, share: 20 },
];

/** What is sold, and on which shelf customers look for it. */
export const CATEGORIES = ['toys', 'coffee', 'cameras', 'rugs'] as const;

/** Ways to pay; `settlement` by its number in the contract: at once, when the customer acts, after the delivery. */
export const METHODS = [
  { method: 'card', settlement: 1, share: 50 },
  { method: 'paypal', settlement: 1, share: 27 },
  { method: 'invoice', settlement: 4, share: 15 },
  { method: 'prepay', settlement: 2, share: 8 },
] as const;

/** How an order reaches the customer, by its number in the contract: home, parcel shop, store. */
export const FULFILMENTS = [
  { fulfilment: 1, share: 80 },
  { fulfilment: 2, share: 12 },
  { fulfilment: 4, share: 8 },
] as const;

export const DESK_TEAMS = ['phone', 'mail', 'returns'] as const;
export type DeskTeam = (typeof DESK_TEAMS)[number];

/** The feeds by which its systems report to a department, as data/kontor/company/feeds.yaml names them. A system may report to several. */
export const FEEDS: Readonly<Record<BuiltInSource, readonly string[]>> = {
  ordering: ['shop'],
  warehouse: ['site-north', 'site-south', 'shop'],
  delivery: ['carrier-acme', 'carrier-bolt', 'carrier-vans', 'help-desk'],
  support: ['help-desk', 'interviews', 'arbitration'],
  survey: ['agency'],
};

/** The share of a day's orders that each hour gets, from midnight on. */
export const ORDERS_BY_HOUR: readonly number[] = [
  ...[2, 1, 1, 1, 1, 2, 4, 8, 12, 16, 18, 18],
  ...[20, 18, 16, 16, 17, 20, 24, 28, 30, 26, 16, 6],
];

/** Orders in hundredths of the average: by weekday from Sunday on, and by month from January on. */
export const BY_WEEKDAY: readonly number[] = [118, 108, 100, 97, 96, 92, 89];
export const BY_MONTH: readonly number[] = [92, 88, 94, 95, 96, 94, 90, 92, 98, 104, 126, 138];
