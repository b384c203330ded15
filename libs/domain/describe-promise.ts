import type { FirstPromise } from './promise.js';
import { wallTime } from './time.js';

/** A promise for people: "promised day 2018-08-03", "promised 2018-08-03 14:00 to 2018-08-03 16:00, locker". */
export function describePromise(promise: FirstPromise): string {
  const { fulfilment, neededByDay } = promise;
  const figures = [
    promisedTime(promise),
    fulfilment === undefined ? '' : fulfilment.toLowerCase().replaceAll('_', ' '),
    neededByDay === undefined ? '' : `needed by ${neededByDay}`,
  ];
  return figures.filter((figure) => figure !== '').join(', ');
}

function promisedTime({ promisedDay, promisedFrom, promisedTo, readyForCollectionBy, zone }: FirstPromise): string {
  if (readyForCollectionBy !== undefined)
    return `promised ready for collection by ${wallTime(readyForCollectionBy, zone)}`;
  if (promisedFrom !== undefined && promisedTo !== undefined)
    return `promised ${wallTime(promisedFrom, zone)} to ${wallTime(promisedTo, zone)}`;
  return `promised day ${promisedDay}`;
}
