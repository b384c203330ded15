import type { Instant } from '#libs/domain/time.js';
import { carrierFact, type Happening } from '../happening.js';
import { clock, dayAt, HOUR, MINUTE } from '../world.js';
import type { Parcel } from './parcel.js';
import { ABSENT, type Attempt, cameOn, type Way } from './way.js';

type What = Parameters<typeof carrierFact>[2];
type Tell = (name: string, at: Instant, what: What) => Happening;

const [PHOTO, SIGNATURE] = [1, 2];
const [CUSTOMER, SAFE_PLACE, DOOR] = [1, 4, 5];

/** What a carrier reports of a parcel from the dispatch until the customer has it. */
export function carrierFactsOf(parcel: Parcel, way: Way): Happening[] {
  const { order } = parcel;
  const tell: Tell = (name, at, what) =>
    carrierFact(order.carrier.name, { id: order.id, parcel: parcel.id, name, at }, what);
  return [
    ...onTheRoad(tell, parcel, way),
    ...atTheDoor(tell, parcel, way),
    ...atTheShop(tell, way),
    ...left(tell, parcel, way),
  ];
}

function onTheRoad(
  tell: Tell,
  { order, luck }: Parcel,
  { dispatchedAt, contractDueAt, atDepotAt, isLost }: Way,
): Happening[] {
  const value = { unit: order.destination, contractDueAt: new Date(contractDueAt) };
  const scan = (name: string, at: Instant, point: number) =>
    luck.has(`no ${name}`, 110) ? [] : [tell(name, at, { $case: 'scanned', value: { point } })];
  return [
    tell('dispatched', dispatchedAt, { $case: 'dispatched', value }),
    ...scan('accepted', dispatchedAt + 5 * MINUTE, 1),
    ...(isLost ? [] : scan('at-depot', atDepotAt, 2)),
    ...(isLost ? [tell('lost', dispatchedAt + 8 * 24 * HOUR, { $case: 'lost', value: {} })] : []),
  ];
}

function atTheDoor(tell: Tell, parcel: Parcel, { attempts }: Way): Happening[] {
  return attempts.flatMap((attempt, place) => attempted(tell, parcel, attempt, place + 1));
}

function attempted(tell: Tell, { order, luck }: Parcel, { at, reason }: Attempt, number: number): Happening[] {
  const window = windowAround(luck.of(`window ${number}`, 10_000), at);
  const isTold = luck.has(`told ${number}`, order.carrier.name === 'vans' ? 9_500 : 8_600);
  const contacted = reason === undefined ? false : luck.has(`contacted ${number}`, 7_500);
  const outcome = reason === undefined ? 1 : 2;
  const told = clock(dayAt(at), 6 * 60 + 30);
  return [
    ...(isTold ? [tell(`window-${number}`, told, { $case: 'windowTold', value: window })] : []),
    ...(number === 1 && !luck.has('not scanned out', 110)
      ? [tell('out', told + 20 * MINUTE, { $case: 'scanned', value: { point: 3 } })]
      : []),
    tell(`attempt-${number}`, at, {
      $case: 'attempted',
      value: { outcome, reason: reason ?? 0, customerContacted: contacted },
    }),
    ...(reason === ABSENT && luck.has('fee', 400)
      ? [tell(`fee-${number}`, at + 26 * HOUR, { $case: 'feeCharged', value: { cause: 1 } })]
      : []),
  ];
}

/** Nine of ten windows hold the time of the attempt; a few are as wide as an afternoon. @param luck  0 to 9,999 */
function windowAround(luck: number, at: Instant): { from: Date; to: Date } {
  const hit = luck < 9_100;
  const minutes = luck % 20 === 0 ? 240 : 90;
  const before = hit ? 15 + (luck % 60) : minutes + 30;
  const from = Math.max(clock(dayAt(at), 7 * 60), at - before * MINUTE);
  return { from: new Date(from), to: new Date(from + minutes * MINUTE) };
}

function atTheShop(tell: Tell, { readyAt, visits }: Way): Happening[] {
  if (readyAt === undefined) return [];
  const vain = visits.flatMap(({ at, problem }) =>
    problem === undefined ? [] : [tell('in-vain', at, { $case: 'collectionInVain', value: { problem } })],
  );
  return [tell('ready', readyAt, { $case: 'readyForCollection', value: {} }), ...vain];
}

/** The delivery with its proof and its scan, or the way back. An instruction of the customer is known the day before. */
function left(tell: Tell, { luck }: Parcel, { deliveredAt, readyAt, returnedAt }: Way): Happening[] {
  if (returnedAt !== undefined) return [tell('returned', returnedAt, { $case: 'returnedToSender', value: {} })];
  if (deliveredAt === undefined) return [];
  const isInstructed = readyAt === undefined && luck.has('instruction', 1_800);
  const isFollowed = luck.has('instruction followed', 9_450);
  const place = isInstructed ? (isFollowed ? SAFE_PLACE : DOOR) : luck.has('at the door', 1_000) ? DOOR : CUSTOMER;
  const proof = { kind: luck.has('signature', 4_000) ? SIGNATURE : PHOTO, place, rejected: luck.has('bad proof', 120) };
  return [
    tell('delivered', deliveredAt, { $case: 'delivered', value: {} }),
    ...(luck.has('no proof', 150) ? [] : [tell('proof', deliveredAt + MINUTE, { $case: 'proofTaken', value: proof })]),
    ...(readyAt === undefined
      ? [
          tell('at-door', deliveredAt, {
            $case: 'scanned',
            value: { point: 4, atAddress: luck.has('at address', 9_850) },
          }),
        ]
      : []),
    ...(isInstructed
      ? [
          tell('instruction', deliveredAt - 20 * HOUR, { $case: 'instructionGiven', value: { place: SAFE_PLACE } }),
          tell('followed', deliveredAt + 2 * MINUTE, {
            $case: 'instructionChecked',
            value: { result: isFollowed ? 1 : 2 },
          }),
        ]
      : []),
  ];
}

/** Most customers hear from the carrier that their parcel is late, lost or damaged; the others find out. */
export function toldOfFailure({ order, luck, id }: Parcel, way: Way, after: readonly Happening[]): Happening[] {
  const tell = (name: string, at: Instant) =>
    carrierFact(order.carrier.name, { id: order.id, parcel: id, name, at }, { $case: 'failureTold', value: {} });
  const came = cameOn(way);
  const isLate = came === undefined || came > order.promise.day;
  const minutes = luck.has('told in the evening', 6_500) ? luck.between('evening', 17 * 60, 21 * 60) : 32 * 60;
  const damage = after.find(({ to, fact }) => to === 'delivery' && fact.what?.$case === 'damageFound');
  return [
    ...(isLate && luck.has('told of the delay', 8_000) ? [tell('told-late', clock(order.promise.day, minutes))] : []),
    ...(damage !== undefined && luck.has('told of the damage', 5_000) ? [tell('told-damage', damage.at + HOUR)] : []),
  ];
}

/** What customers report of a parcel that they have, or should have. */
export function carrierFactsAfter(parcel: Parcel, deliveredAt: Instant, isLate: boolean): Happening[] {
  const { order, luck } = parcel;
  const tell: Tell = (name, at, what) =>
    carrierFact(order.carrier.name, { id: order.id, parcel: parcel.id, name, at }, what);
  const later = (name: string, chanceBp: number, hours: number, what: What): Happening[] =>
    luck.has(name, chanceBp) ? [tell(name, deliveredAt + luck.between(`${name} after`, 1, hours) * HOUR, what)] : [];
  const upheld = luck.has('upheld', 6_000) ? 2 : 3;
  return [
    ...later('damaged', 90, 60, { $case: 'damageFound', value: { origin: luck.of('origin', 4) } }),
    ...later('not-received', 40, 48, { $case: 'notReceived', value: {} }),
    ...later('incomplete', 60, 60, { $case: 'foundIncomplete', value: {} }),
    ...(luck.has('escalated', isLate ? 500 : 30)
      ? [
          tell('escalated', deliveredAt + 30 * HOUR, { $case: 'escalated', value: { ruling: 1 } }),
          tell('ruling', deliveredAt + 150 * HOUR, { $case: 'escalated', value: { ruling: upheld } }),
        ]
      : []),
    ...later('feedback', 3_000, 40, {
      $case: 'feedbackGiven',
      value: { sentiment: luck.has('bad feedback', isLate ? 6_000 : 450) ? 2 : 1 },
    }),
  ];
}
