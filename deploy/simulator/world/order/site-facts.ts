import { type Happening, siteFact } from '../happening.js';
import { HOUR, MINUTE } from '../world.js';
import type { Parcel } from './parcel.js';

type Name = Parameters<typeof siteFact>[2];

/** What a warehouse reports of a parcel from the pick to the first scan of the carrier. */
export function siteFactsOf(parcel: Parcel): Happening[] {
  return [picked(parcel), packed(parcel), ...departure(parcel), ...tracked(parcel), ...handedOver(parcel)];
}

function tell({ order, id, site }: Parcel, name: string, at: number, what: Name): Happening {
  return siteFact(site, { id: order.id, parcel: id, name, at }, what);
}

function picked(parcel: Parcel): Happening {
  const { luck, pickedAt, team } = parcel;
  const linesOrdered = luck.between('lines', 1, 4);
  const linesShort = luck.has('line short', 130) ? 1 : 0;
  const wrong = linesShort === 0 && luck.has('line wrong', 120) ? 1 : 0;
  const value = { unit: team, linesOrdered, linesShort, linesRight: linesOrdered - linesShort - wrong };
  return tell(parcel, 'picked', pickedAt, { $case: 'picked', value });
}

const WISHES = ['gift_wrap', 'no_plastic'] as const;

function packed(parcel: Parcel): Happening {
  const { luck, packedAt, team } = parcel;
  const packagingWish = luck.has('wish', 2_000) ? (WISHES[luck.of('which wish', WISHES.length)] ?? '') : '';
  const value = { unit: team, packagingWish, wishHonoured: packagingWish !== '' && luck.has('honoured', 9_700) };
  return tell(parcel, 'packed', packedAt, { $case: 'packed', value });
}

function departure(parcel: Parcel): Happening[] {
  const { releasedAt, departsAt, isDepartureCanceled, handedOverAt } = parcel;
  const planned = { $case: 'departurePlanned' as const, value: { departsAt: new Date(departsAt) } };
  return [
    tell(parcel, 'departure', Math.min(releasedAt + MINUTE, departsAt), planned),
    ...(isDepartureCanceled
      ? [tell(parcel, 'no-departure', departsAt - HOUR, { $case: 'departureCanceled', value: {} })]
      : []),
    ...(handedOverAt === undefined
      ? []
      : [tell(parcel, 'loaded', handedOverAt - 3 * MINUTE, { $case: 'loaded', value: {} })]),
  ];
}

function tracked(parcel: Parcel): Happening[] {
  const { luck, packedAt, handedOverAt } = parcel;
  const issued = tell(parcel, 'tracking', packedAt + 2 * MINUTE, { $case: 'trackingIssued', value: {} });
  if (handedOverAt === undefined) return [issued];
  const isTold = !luck.has('tracking not told', 220);
  const scanMinutes = luck.has('scanned late', 180) ? 30 * 60 : luck.between('first scan', 20, 400);
  return [
    issued,
    ...(isTold ? [tell(parcel, 'told', handedOverAt + 10 * MINUTE, { $case: 'trackingTold', value: {} })] : []),
    tell(parcel, 'scanned', handedOverAt + scanMinutes * MINUTE, { $case: 'firstScanned', value: {} }),
  ];
}

function handedOver(parcel: Parcel): Happening[] {
  const { handedOverAt } = parcel;
  return handedOverAt === undefined
    ? []
    : [tell(parcel, 'handed-over', handedOverAt, { $case: 'handedOver', value: {} })];
}

/** What turns out after the parcel came: damage, wrong or missing goods, too much, a complaint about how it was packed. */
export function siteFactsAfter(parcel: Parcel, cameAt: number): Happening[] {
  const { luck } = parcel;
  const later = (name: string, chanceBp: number, what: Name): Happening[] =>
    luck.has(name, chanceBp) ? [tell(parcel, name, cameAt + luck.between(`${name} after`, 3, 90) * HOUR, what)] : [];
  const cause = luck.between('cause of damage', 1, 4);
  const isWrong = luck.has('wrong item', 4_000);
  return [
    ...later('damage', 100, { $case: 'damageFound', value: { cause } }),
    ...later('item-fault', 90, {
      $case: 'itemFaultConfirmed',
      value: isWrong ? { wrongPieces: 1 } : { shortPieces: 1 },
    }),
    ...later('overage', 30, { $case: 'overageFound', value: { surplusPieces: 1 } }),
    ...later('packaging', 130, { $case: 'packagingComplained', value: { fault: luck.between('fault', 1, 4) } }),
  ];
}
