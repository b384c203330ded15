import { addDays, type Day, type Instant } from '#libs/domain/time.js';
import type { Luck } from '../luck.js';
import { clock, dayAt, HOUR, MINUTE, on, workdaysLater } from '../world.js';
import { leftOn, type Parcel } from './parcel.js';

/** What a carrier did with a parcel. Reasons by their numbers in the contract. */
export interface Way {
  readonly dispatchedAt: Instant;
  readonly contractDueAt: Instant;
  readonly atDepotAt: Instant;
  readonly isLost: boolean;
  readonly attempts: readonly Attempt[];
  /** Of a parcel that the customer collects. */
  readonly readyAt: Instant | undefined;
  readonly visits: readonly Visit[];
  readonly deliveredAt: Instant | undefined;
  readonly returnedAt: Instant | undefined;
}

export interface Attempt {
  readonly at: Instant;
  /** Undefined for the attempt that succeeded. */
  readonly reason: number | undefined;
}

/** The customer comes to collect; `problem` by its number in the contract, undefined when the customer went with the parcel. */
interface Visit {
  readonly at: Instant;
  readonly problem: number | undefined;
}

export const ABSENT = 1;
const [REFUSED, WRONG_ADDRESS] = [2, 3];
const FAILURES = [
  { reason: ABSENT, share: 52 },
  { reason: REFUSED, share: 4 },
  { reason: 4, share: 14 },
  { reason: 5, share: 20 },
  { reason: 6, share: 5 },
  { reason: 7, share: 5 },
] as const;
const PROBLEMS = [1, 2, 3, 4, 5];
const MOST_ATTEMPTS = 3;

/** How a parcel came to its customer; undefined for a parcel that never left the warehouse. */
export function wayOf(parcel: Parcel): Way | undefined {
  const { handedOverAt, luck, order } = parcel;
  if (handedOverAt === undefined) return undefined;
  const { transit } = order.carrier;
  const isLost = parcel.takesPlaceOf === undefined && luck.has('lost', 25);
  const delayed = luck.has('delayed on the road', 480) ? luck.between('days on the road', 1, 3) : 0;
  const begin = {
    ...{ dispatchedAt: handedOverAt + 70 * MINUTE, isLost },
    contractDueAt: clock(workdaysLater(leftOn(parcel), transit), 20 * 60),
  };
  const doorDay = withoutStrike(parcel, workdaysLater(leftOn(parcel), transit + delayed));
  const atDepotAt = Math.max(begin.dispatchedAt + HOUR, clock(doorDay, 5 * 60));
  const nothing = {
    atDepotAt,
    attempts: [],
    readyAt: undefined,
    visits: [],
    deliveredAt: undefined,
    returnedAt: undefined,
  };
  if (isLost) return { ...begin, ...nothing };
  return order.fulfilment === 1
    ? { ...begin, ...nothing, ...toTheDoor(parcel, doorDay) }
    : { ...begin, ...nothing, ...collected(luck, doorDay) };
}

/** The first day from a day on, on which the carrier of the parcel delivers. */
function withoutStrike({ order }: Parcel, from: Day): Day {
  let day = from;
  while (on(order.world, day).striking === order.carrier.name) day = workdaysLater(addDays(day, 1), 0);
  return day;
}

function toTheDoor(parcel: Parcel, firstDay: Day): Pick<Way, 'attempts' | 'deliveredAt' | 'returnedAt'> {
  const attempts: Attempt[] = [];
  let day = firstDay;
  for (let number = 1; number <= MOST_ATTEMPTS; number++) {
    const at = clock(day, parcel.luck.between(`minute of attempt ${number}`, 9 * 60 + 30, 18 * 60 + 30));
    const reason = failureOf(parcel, number);
    attempts.push({ at, reason });
    if (reason === undefined) return { attempts, deliveredAt: at, returnedAt: undefined };
    if (reason === REFUSED) break;
    // A wrong address is corrected by hand on the same day.
    day = withoutStrike(parcel, workdaysLater(addDays(day, 1), 0));
  }
  return { attempts, deliveredAt: undefined, returnedAt: clock(workdaysLater(addDays(day, 3), 0), 11 * 60) };
}

/** Why an attempt fails; undefined if it succeeds. */
function failureOf({ luck, order }: Parcel, number: number): number | undefined {
  if (number === 1 && order.address === 'not found') return WRONG_ADDRESS;
  if (!luck.has(`attempt ${number} fails`, number === 1 ? 450 : 600)) return undefined;
  return luck.pick(`why attempt ${number} fails`, FAILURES).reason;
}

/** It lies ready in the morning; the customer comes in the evening of that day or of one of the next. */
function collected(luck: Luck, day: Day): Pick<Way, 'readyAt' | 'visits' | 'deliveredAt'> {
  const readyAt = clock(day, luck.between('ready', 8 * 60, 12 * 60));
  const visit = (days: number) => clock(addDays(day, days), 17 * 60 + luck.of(`visit ${days}`, 120));
  const first = luck.of('days until the visit', 3);
  if (!luck.has('in vain', 350)) {
    const at = visit(first);
    return { readyAt, visits: [{ at, problem: undefined }], deliveredAt: at };
  }
  const again = visit(first + 1);
  const problem = PROBLEMS[luck.of('problem', PROBLEMS.length)];
  return {
    readyAt,
    visits: [
      { at: visit(first), problem },
      { at: again, problem: undefined },
    ],
    deliveredAt: again,
  };
}

/** The day on which a way ended at the customer's; undefined while it did not. */
export function cameOn({ readyAt, deliveredAt }: Way): Day | undefined {
  const at = readyAt ?? deliveredAt;
  return at === undefined ? undefined : dayAt(at);
}
