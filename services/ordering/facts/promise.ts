import { type Objection, objectionToInstant, objectionToPromisedDay } from '#libs/cases/facts/fact-checks.js';
import { type FirstPromise, FULFILMENTS, promisedInstant } from '#libs/domain/promise.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';

/** The first promise to the customer, as the contract has it: a day, a window, or an instant of collection. */
export interface PromiseValue {
  /** The promised day where the customer is; empty when the promise is another one. */
  readonly promisedDay: Day;
  /** Of the customer. */
  readonly zone: Zone;
  readonly promisedWindow?: { readonly from?: Date | undefined; readonly to?: Date | undefined } | undefined;
  readonly readyForCollectionBy?: Date | undefined;
  /** A number of FULFILMENTS; 0 when it is not known. */
  readonly fulfilment: number;
  /** Empty when it is not known. */
  readonly neededByDay: Day;
}

/** The first thing that is wrong with a promise; the zone was checked before. */
export function objectionToPromise(value: PromiseValue, placedAt: Instant): Objection | undefined {
  return (
    unknownFulfilment(value) ??
    severalPromises(value) ??
    wrongTime(value, placedAt) ??
    (value.neededByDay === '' ? undefined : objectionToPromisedDay(value.neededByDay, 'placed.needed_by_day'))
  );
}

/** The promise that a checked value holds. */
export function promiseOf({ promisedDay, zone, ...value }: PromiseValue): FirstPromise {
  const [from, to] = [value.promisedWindow?.from, value.promisedWindow?.to];
  const fulfilment = FULFILMENTS.find(value.fulfilment);
  const details = {
    ...(from === undefined || to === undefined ? {} : { promisedFrom: from.getTime(), promisedTo: to.getTime() }),
    ...(value.readyForCollectionBy === undefined ? {} : { readyForCollectionBy: value.readyForCollectionBy.getTime() }),
    ...(fulfilment === undefined ? {} : { fulfilment }),
    ...(value.neededByDay === '' ? {} : { neededByDay: value.neededByDay }),
  };
  const binding = promisedInstant(details);
  return { promisedDay: binding === undefined ? promisedDay : dayOf(binding, zone), zone, ...details };
}

function unknownFulfilment({ fulfilment, readyForCollectionBy }: PromiseValue): Objection | undefined {
  const field = 'placed.fulfilment';
  if (fulfilment !== 0 && FULFILMENTS.find(fulfilment) === undefined) {
    const detail = 'this version does not know this way to the customer; leave it out when none fits';
    return { reason: 'FULFILMENT_UNKNOWN', field, detail };
  }
  if (FULFILMENTS.find(fulfilment) !== 'HOME' || readyForCollectionBy === undefined) return undefined;
  const detail = 'an order that goes home cannot be ready for collection; promise a day or a window';
  return { reason: 'FULFILMENT_DIFFERS', field, detail };
}

function severalPromises({ promisedDay, promisedWindow, readyForCollectionBy }: PromiseValue): Objection | undefined {
  const promises = [promisedDay !== '', promisedWindow !== undefined, readyForCollectionBy !== undefined];
  if (promises.filter((isMade) => isMade).length <= 1) return undefined;
  const detail = 'the promise is a day, a window or an instant of collection; send one of them';
  return { reason: 'PROMISE_AMBIGUOUS', field: 'placed.promised_day', detail };
}

function wrongTime(value: PromiseValue, placedAt: Instant): Objection | undefined {
  const { promisedDay, promisedWindow, readyForCollectionBy, zone } = value;
  if (promisedWindow !== undefined) {
    const field = 'placed.promised_window';
    return wrongWindow(promisedWindow, field) ?? beforeOrder(promisedWindow.to, placedAt, field);
  }
  if (readyForCollectionBy !== undefined) {
    const field = 'placed.ready_for_collection_by';
    return (
      objectionToInstant(readyForCollectionBy.getTime(), field) ?? beforeOrder(readyForCollectionBy, placedAt, field)
    );
  }
  const field = 'placed.promised_day';
  return objectionToPromisedDay(promisedDay, field) ?? dayBeforeOrder(promisedDay, dayOf(placedAt, zone), field);
}

function wrongWindow({ from, to }: NonNullable<PromiseValue['promisedWindow']>, field: string): Objection | undefined {
  if (from === undefined || to === undefined || from >= to) {
    return { reason: 'WINDOW_INVALID', field, detail: 'a window has a begin and an end, and the begin is earlier' };
  }
  return objectionToInstant(from.getTime(), `${field}.from`) ?? objectionToInstant(to.getTime(), `${field}.to`);
}

function beforeOrder(promised: Date | undefined, placedAt: Instant, field: string): Objection | undefined {
  if (promised === undefined || promised.getTime() >= placedAt) return undefined;
  return { reason: 'PROMISE_BEFORE_ORDER', field, detail: 'the promise was over before the order was placed' };
}

/** The promise may be the day of the order, but not the day before it. */
function dayBeforeOrder(promisedDay: Day, orderedDay: Day, field: string): Objection | undefined {
  if (promisedDay >= orderedDay) return undefined;
  const detail = `promised for ${promisedDay}, ordered on ${orderedDay} where the customer is`;
  return { reason: 'PROMISE_BEFORE_ORDER', field, detail };
}
