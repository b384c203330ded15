import { enumWords, type Word } from './enum-words.js';
import { type Day, endOfDay, type Instant, type Zone } from './time.js';

/** How an order reaches the customer, by its number in the contract. */
export const FULFILMENTS = enumWords('fulfilment', { HOME: 1, PARCEL_SHOP: 2, LOCKER: 3, COLLECT_IN_STORE: 4 });
export type Fulfilment = Word<typeof FULFILMENTS>;

/** What an order was first promised to the customer beside its day: nothing, a window, or an instant by which it is ready. */
export interface PromiseDetails {
  /** The begin and the end of a promised window; both or none of them. */
  readonly promisedFrom?: Instant;
  readonly promisedTo?: Instant;
  /** When the order was promised to be ready for collection. */
  readonly readyForCollectionBy?: Instant;
  /** Unset when it is not known how the order reaches the customer. */
  readonly fulfilment?: Fulfilment;
  /** The day by which the customer needs the order. */
  readonly neededByDay?: Day;
}

/** The details of a promise alone. What is not set is left out, so that equal promises are equal records. */
export function promiseDetails({
  promisedFrom,
  promisedTo,
  readyForCollectionBy,
  fulfilment,
  neededByDay,
}: PromiseDetails): PromiseDetails {
  return {
    ...(promisedFrom === undefined ? {} : { promisedFrom }),
    ...(promisedTo === undefined ? {} : { promisedTo }),
    ...(readyForCollectionBy === undefined ? {} : { readyForCollectionBy }),
    ...(fulfilment === undefined ? {} : { fulfilment }),
    ...(neededByDay === undefined ? {} : { neededByDay }),
  };
}

/** The first promise to the customer. */
export interface FirstPromise extends PromiseDetails {
  /** The promised day; of a window the day on which it ends, of a collection the day by which it is ready. */
  readonly promisedDay: Day;
  /** Of the customer. */
  readonly zone: Zone;
}

/** The instant that a promise binds to; undefined for a day, which is kept until it is over. */
export function promisedInstant({ promisedTo, readyForCollectionBy }: PromiseDetails): Instant | undefined {
  return readyForCollectionBy ?? promisedTo;
}

/** When it is decided whether a promise was kept. */
export function promiseDueAt(promise: FirstPromise): Instant {
  return promisedInstant(promise) ?? endOfDay(promise.promisedDay, promise.zone);
}

/** Whether the customer collects the order. It is there when it is ready for collection, however late the customer comes. */
export function isCollected({ fulfilment, readyForCollectionBy }: PromiseDetails): boolean {
  return readyForCollectionBy !== undefined || (fulfilment !== undefined && fulfilment !== 'HOME');
}
