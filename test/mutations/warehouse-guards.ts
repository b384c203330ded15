import { type Guard, unit } from './guard.js';

/** A metric of the catalogue by its department and its file. */
const of = (metric: string) => ({
  file: `libs/catalogue/${metric}.ts`,
  test: unit(`libs/catalogue/${metric}.test.ts`),
});

/** What is counted of the warehouse is what it did, by the published limit. */
export const WAREHOUSE_GUARDS: readonly Guard[] = [
  {
    guard: 'a training of the warehouse that was not completed is a miss',
    ...of('warehouse/staff-trained'),
    find: 'return completedInTime(training);',
    replace: 'return completedInTime({ ...training, completedAt: training.dueAt });',
  },
  {
    guard: 'goods that can be sold at the limit to the millisecond are a hit',
    ...of('warehouse/goods-available-in-time'),
    find: 'doneAt <= dueAt',
    replace: 'doneAt < dueAt',
  },
  {
    guard: 'a return that is inspected at the limit to the millisecond is a hit',
    ...of('warehouse/return-inspected-in-time'),
    find: 'doneAt <= dueAt',
    replace: 'doneAt < dueAt',
  },
  {
    guard: 'a parcel that is handed over at the end of grace to the millisecond is a hit',
    ...of('warehouse/handed-over-at-last'),
    find: 'handedOverAt <= dueAt',
    replace: 'handedOverAt < dueAt',
  },
  {
    guard: 'a parcel is damaged by damage, and by no other find',
    ...of('warehouse/left-undamaged'),
    find: 'parcel.damagedAt',
    replace: 'parcel.overageAt',
  },
  {
    guard: 'an item is wrong or short by a confirmed fault, and by no other find',
    ...of('warehouse/no-item-wrong-or-short'),
    find: 'parcel.itemFaultAt',
    replace: 'parcel.damagedAt',
  },
  {
    guard: 'a parcel has overage by surplus goods, and by no other find',
    ...of('warehouse/no-overage'),
    find: 'parcel.overageAt',
    replace: 'parcel.damagedAt',
  },
  {
    guard: 'a packaging complaint is one about the packaging, and no other find',
    ...of('warehouse/no-packaging-complaint'),
    find: 'parcel.packagingComplainedAt',
    replace: 'parcel.damagedAt',
  },
  {
    guard: 'a wish that the warehouse itself did not honour is a miss',
    ...of('warehouse/packaging-wish-honoured'),
    find: 'return isHonoured ? evaluation : evaluation && { ...evaluation, result: MISS };',
    replace: 'return evaluation;',
  },
  {
    guard: 'a line that is not right is a miss',
    ...of('warehouse/lines-filled'),
    find: 'misses: picked.linesOrdered - picked.linesRight',
    replace: 'misses: 0',
  },
  {
    guard: 'a departure that the carrier canceled is charged to it',
    ...of('warehouse/loaded-on-planned-departure'),
    find: 'const isCarriers = !isHit && departureCanceledAt !== undefined;',
    replace: 'const isCarriers = false;',
  },
  {
    guard: 'a wrong record is a miss',
    ...of('warehouse/location-record-right'),
    find: 'hitIf(isRight)',
    replace: 'hitIf(isRight || at > 0)',
  },
  {
    guard: 'an audit below the standard is a miss',
    ...of('warehouse/packaging-standard-met'),
    find: 'hitIf(isRight)',
    replace: 'hitIf(isRight || at > 0)',
  },
  {
    guard: 'a parcel that is packed at the limit to the millisecond is a hit',
    ...of('warehouse/packed-in-time'),
    find: 'packed.at <= dueAt',
    replace: 'packed.at < dueAt',
  },
  {
    guard: 'a line that the warehouse itself reports as short is no wrong pick',
    ...of('warehouse/picked-right'),
    find: 'linesRight + linesShort === linesOrdered',
    replace: 'linesRight === linesOrdered',
  },
  {
    guard: 'an hour that is not over does not count',
    ...of('warehouse/return-link-hours'),
    find: 'Math.floor(',
    replace: 'Math.ceil(',
  },
  {
    guard: 'a refund at the limit to the millisecond is a hit',
    ...of('warehouse/return-refunded-in-time'),
    find: 'refundedAt <= dueAt ? HIT',
    replace: 'refundedAt < dueAt ? HIT',
  },
  {
    guard: 'a parcel with a short line is not complete',
    ...of('warehouse/shipped-complete'),
    find: 'picked.linesRight === picked.linesOrdered',
    replace: 'picked.linesRight <= picked.linesOrdered',
  },
  {
    guard: 'a parcel that was not scanned has no valid tracking',
    ...of('warehouse/tracking-told-and-scanned'),
    find: ' && isInTime(firstScannedAt)',
    replace: '',
  },
];
