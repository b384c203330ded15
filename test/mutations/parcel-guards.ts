import { contract, type Guard, unit } from './guard.js';

/** An order of several parcels is neither there too early nor late by parcels that do not exist. */
export const PARCEL_GUARDS: readonly Guard[] = [
  {
    guard: 'an order of several parcels is there when its last parcel is, and not while one is missing',
    file: 'libs/catalogue/parcels.ts',
    find: 'if (known.length < times.length) return undefined;',
    replace: '',
    test: unit('libs/catalogue/delivery/order.test.ts'),
  },
  {
    guard: 'a step of one parcel does not count for another parcel',
    file: 'libs/catalogue/parcels.ts',
    find: '(step.part ?? WHOLE) === of)',
    replace: 'true)',
    test: unit('libs/catalogue/parcels.test.ts'),
  },
  {
    guard: 'a fact without a parcel does not speak for an order of several parcels',
    file: 'libs/catalogue/parcels.ts',
    find: 'all.length === 1 ? first(WHOLE)',
    replace: 'all.length > 0 ? first(WHOLE)',
    test: unit('libs/catalogue/parcels.test.ts'),
  },
  {
    guard: 'a department that is judged for each parcel does not decide how many parcels there are',
    file: 'libs/catalogue/parcels.ts',
    find: "if (name === 'released') add(part ?? WHOLE);",
    replace: "if (name !== 'replaced') add(part ?? WHOLE);",
    test: unit('libs/catalogue/parcels.test.ts'),
  },
  {
    guard: 'an order does not wait for a parcel that was merged into another one or sent again',
    file: 'libs/catalogue/delivery/order.ts',
    find: 'parcels.filter(({ isReplaced }) => !isReplaced)',
    replace: 'parcels',
    test: unit('libs/catalogue/delivery/order.test.ts'),
  },
  {
    guard: 'a lost parcel and the one that was sent for it are one parcel of the share that came in time',
    file: 'libs/catalogue/delivery/parcel-delivered-by-first-promise.ts',
    find: 'if (part === WHOLE || isReplaced)',
    replace: 'if (part === WHOLE)',
    test: unit('libs/catalogue/delivery/parcel-delivered-by-first-promise.test.ts'),
  },
  {
    guard: 'delivery answers for a late order of several parcels if it alone made one of them late',
    file: 'libs/catalogue/delivery/delivered-by-first-promise.ts',
    find: 'if (misses.some(({ reason }) => reason === undefined)) return MISS;',
    replace: '',
    test: unit('libs/catalogue/delivery/order.test.ts'),
  },
  {
    guard: 'the warehouse is not charged for a parcel that was merged before its limit',
    file: 'libs/catalogue/warehouse/handed-over-by-limit.ts',
    find: 'if (isReplacedInTime(parcel, dueAt)) return undefined;',
    replace: '',
    test: unit('libs/catalogue/warehouse/parcel.test.ts'),
  },
  {
    guard: 'parcels that replace each other in a circle leave one for which the order waits',
    file: 'libs/catalogue/ordering/order.ts',
    find: 'return end === undefined;',
    replace: 'return true;',
    test: unit('libs/catalogue/ordering/order.test.ts'),
  },
  {
    guard: 'ordering learns of each parcel that was delivered',
    file: 'services/delivery/milestones.ts',
    find: '...(part === WHOLE ? {} : { part }), ',
    replace: '',
    test: contract('parcels.test.ts'),
  },
];
