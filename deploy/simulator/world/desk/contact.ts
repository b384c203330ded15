import { addDays, type Instant } from '#libs/domain/time.js';
import type { Luck } from '../luck.js';
import type { Journey } from '../order/journey.js';
import type { Return } from '../order/returns.js';
import type { DeskTeam } from '../retailer.js';
import { clock, dayAt, HOUR, isWorkday, minutesAt } from '../world.js';

/** Why a customer contacts the help desk. */
export type Reason = 'where is it' | 'missing item' | 'complaint' | 'refund' | 'question';

/** A customer's issue, before the help desk works on it. */
export interface Issue {
  readonly luck: Luck;
  readonly id: string;
  readonly reason: Reason;
  readonly at: Instant;
  readonly team: DeskTeam;
  /** By its number in the contract: telephone, chat, e-mail. */
  readonly channel: number;
  /** Who was late or caused it, by its number in the contract of support; 0 when it is not known. */
  readonly causedBy: number;
  readonly orderId: string;
  /** The parcels that the customer waits for. */
  readonly parcelIds: readonly string[];
  /** The goods that the refund is for are back. */
  readonly refund: Return | undefined;
}

export const [PHONE, CHAT, EMAIL] = [1, 2, 3];
const BY_WAREHOUSE = 2;
const OPENS = 8 * 60;
const CLOSES = 20 * 60;

/** The issues that customers have with an order; most orders have none. */
export function issuesOf(journey: Journey): Issue[] {
  return [...aboutLateness(journey), ...aboutContent(journey), ...aboutRefund(journey), ...questions(journey)];
}

function aboutLateness({ order, isLate, lateBy, parcelIds }: Journey): Issue[] {
  if (!order.luck.has('asks where it is', isLate ? 4_500 : 250)) return [];
  const isComplaint = isLate && order.luck.has('complains of lateness', 4_000);
  const at = clock(order.promise.day, 18 * 60) + (isLate ? 16 * HOUR : -30 * HOUR);
  const about = { name: 'late', reason: isComplaint ? 'complaint' : 'where is it', at } as const;
  return [issue(order, { ...about, causedBy: isLate ? lateBy : 0, parcelIds })];
}

function aboutContent({ order, cameAt }: Journey): Issue[] {
  if (cameAt === undefined || !order.luck.has('something is missing', 220)) return [];
  const at = cameAt + order.luck.between('missed after', 1, 20) * HOUR;
  return [issue(order, { name: 'missing', reason: 'missing item', at, causedBy: BY_WAREHOUSE })];
}

function aboutRefund({ order, back }: Journey): Issue[] {
  if (back === undefined) return [];
  const at = back.backAt + order.luck.between('asks for refund', 2, 24) * HOUR;
  return [issue(order, { name: 'refund', reason: 'refund', at, causedBy: 0, refund: back })];
}

function questions({ order }: Journey): Issue[] {
  if (!order.luck.has('question', 1_500)) return [];
  const reason = order.luck.has('question is a complaint', 1_000) ? 'complaint' : 'question';
  const at = order.placedAt + order.luck.between('question after', 1, 140) * HOUR;
  return [issue(order, { name: 'question', reason, at, causedBy: order.luck.between('caused by', 0, 5) })];
}

interface Wish extends Pick<Issue, 'reason' | 'at' | 'causedBy'> {
  /** Unlike those of the other issues of the order. */
  readonly name: string;
  readonly refund?: Return;
  readonly parcelIds?: readonly string[];
}

/** E-mails come at any time; calls and chats when the help desk is open. */
function issue(order: Journey['order'], { name, reason, at: wished, causedBy, refund, parcelIds = [] }: Wish): Issue {
  const id = `T-${order.id.slice(2)}-${name}`;
  const luck = order.luck.inside(id);
  const { channel } = luck.pick('channel', CHANNELS);
  const team = reason === 'refund' || reason === 'missing item' ? 'returns' : channel === EMAIL ? 'mail' : 'phone';
  const at = (channel === EMAIL ? wished : whenOpen(wished)) + luck.of('seconds', 3_000) * 1_000;
  return { luck, id, reason, at, team, channel, causedBy, orderId: order.id, refund, parcelIds };
}

const CHANNELS = [
  { channel: PHONE, share: 40 },
  { channel: CHAT, share: 15 },
  { channel: EMAIL, share: 45 },
] as const;

/** The instant itself within the hours of the help desk, else when it opens again: Monday to Saturday from 8 to 20. */
export function whenOpen(at: Instant): Instant {
  const minutes = minutesAt(at);
  const day = dayAt(at);
  if (isWorkday(day) && minutes < OPENS) return clock(day, OPENS);
  if (isWorkday(day) && minutes < CLOSES - 60) return at;
  const next = addDays(day, 1);
  return clock(isWorkday(next) ? next : addDays(next, 1), OPENS + (minutes % 60));
}
