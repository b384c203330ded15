import type { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { addDays, type Instant } from '#libs/domain/time.js';
import { askedDesk, deskFact, type Happening, type What } from '../happening.js';
import { ZONE } from '../retailer.js';
import { clock, dayAt, HOUR, MINUTE, on, type World } from '../world.js';
import { afterwards } from './afterwards.js';
import { CHAT, EMAIL, type Issue, PHONE, whenOpen } from './contact.js';

/** Reports a fact about a contact of the issue. */
type Tell = (name: string, at: Instant, what: What<ContactFact>) => Happening;

/** What the help desk reports of an issue: its first contact, what became of it, and the contacts that follow when it was not solved. */
export function deskFactsOf(world: World, issue: Issue): Happening[] {
  const closesEarly = on(world, dayAt(issue.at)).closesEarly === issue.team;
  const tell = tellerOf(issue, '1');
  const answeredAt = answerTo(issue);
  const begun = [...received(tell, issue), ...queued(tell, issue, answeredAt), ...asked(issue)];
  if (answeredAt === undefined) return begun;
  return [
    ...begun,
    tell('answered', answeredAt, { $case: 'firstResponse', value: {} }),
    ...talk(tell, issue, answeredAt),
    ...handedOff(tell, issue, answeredAt),
    ...why(tell, issue),
    ...promised(tell, issue, answeredAt),
    ...refunded(tell, issue),
    ...solved(issue, answeredAt, closesEarly),
    ...audited(tell, issue, answeredAt),
    ...afterwards(issue, answeredAt, closesEarly),
  ];
}

/** Delivery hears when customers ask about an order that is on its way. */
function asked({ orderId, parcelIds, reason, at }: Issue): Happening[] {
  return reason === 'where is it'
    ? parcelIds.map((parcel) => askedDesk({ id: orderId, parcel, name: 'asked', at }))
    : [];
}

/** Contacts of one issue are numbered. */
function tellerOf({ id }: Issue, number: string): Tell {
  return (name, at, what) => deskFact({ id: `${id}/${number}`, name, at, issue: id }, what);
}

function received(tell: Tell, { at, team, channel, luck }: Issue): Happening[] {
  const value = {
    unit: `team/${team}`,
    zone: ZONE,
    channel,
    priority: luck.has('urgent', 800) ? 4 : 2,
    language: 'de',
  };
  return [tell('received', at, { $case: 'received', value })];
}

/** When a person answers; undefined when the customer gives up in the queue. */
function answerTo({ luck, channel, at }: Issue): Instant | undefined {
  if (channel !== EMAIL) return luck.has('gives up', 350) ? undefined : at + queueSeconds(luck) * 1_000;
  const minutes = luck.has('answered late', 900)
    ? luck.between('late minutes', 300, 900)
    : luck.between('minutes', 10, 170);
  return whenOpen(whenOpen(at) + minutes * MINUTE);
}

function queueSeconds(luck: Issue['luck']): number {
  return luck.has('long queue', 1_500) ? luck.between('long wait', 25, 400) : luck.between('wait', 3, 19);
}

function queued(tell: Tell, { channel, at, luck }: Issue, answeredAt: Instant | undefined): Happening[] {
  if (channel === EMAIL) return [];
  const queue = tell('queued', at, { $case: 'queued', value: {} });
  if (answeredAt !== undefined) return [queue];
  return [
    queue,
    tell('gave-up', at + luck.between('gives up after', 2, 300) * 1_000, { $case: 'abandoned', value: {} }),
  ];
}

function talk(tell: Tell, { channel, luck }: Issue, answeredAt: Instant): Happening[] {
  if (channel !== PHONE && channel !== CHAT) return [];
  const talkSeconds = luck.between('talk', 90, 700);
  const holdSeconds = luck.has('hold', 2_500) ? luck.between('hold seconds', 20, 240) : 0;
  const value = {
    queueSeconds: queueSeconds(luck),
    talkSeconds,
    holdSeconds,
    afterWorkSeconds: luck.between('after', 20, 200),
  };
  return [tell('talked', answeredAt + (talkSeconds + holdSeconds) * 1_000, { $case: 'conversationEnded', value })];
}

/** Some contacts are handed to the team returns, which takes most of them over soon. */
function handedOff(tell: Tell, { luck, team }: Issue, answeredAt: Instant): Happening[] {
  if (team === 'returns' || !luck.has('handed off', 900)) return [];
  const at = answeredAt + 10 * MINUTE;
  const minutes = luck.has('waits for an owner', 1_800) ? luck.between('long', 11, 90) : luck.between('short', 1, 8);
  return [
    tell('handed-off', at, { $case: 'transferred', value: { toUnit: 'team/returns' } }),
    tell('taken-over', at + minutes * MINUTE, { $case: 'takenOver', value: {} }),
  ];
}

function why(tell: Tell, { reason, at, causedBy, luck }: Issue): Happening[] {
  const later = at + 30_000;
  if (reason === 'where is it') return [tell('where', later, { $case: 'orderStatusAsked', value: { late: causedBy } })];
  if (reason === 'complaint')
    return [
      tell('complained', later, { $case: 'complained', value: { cause: luck.between('cause', 1, 9), causedBy } }),
    ];
  if (reason !== 'missing item') return [];
  const minutes = luck.has('settled slowly', 900) ? luck.between('slow', 70, 2_000) : luck.between('quick', 4, 50);
  const returnRequired = luck.has('has to return', 300);
  return [
    tell('missing', later, { $case: 'missingItemReported', value: {} }),
    tell('settled', later + minutes * MINUTE, { $case: 'missingItemSettled', value: { returnRequired } }),
  ];
}

/** Goodwill after complaints, and call-backs, replacements, answers and visits that are promised for an instant. */
function promised(tell: Tell, { reason, luck }: Issue, answeredAt: Instant): Happening[] {
  const isOwed = luck.has('goodwill', reason === 'complaint' ? 5_500 : 700);
  const promisedDay = addDays(dayAt(answeredAt), 7);
  const paidAfter = luck.has('goodwill late', 250) ? luck.between('late days', 8, 20) : luck.between('days', 1, 6);
  const goodwill = isOwed
    ? [
        tell('goodwill', answeredAt + MINUTE, { $case: 'goodwillPromised', value: { promisedDay } }),
        tell('goodwill-paid', clock(addDays(dayAt(answeredAt), paidAfter), 10 * 60), {
          $case: 'goodwillPaid',
          value: {},
        }),
      ]
    : [];
  if (!luck.has('commits', 1_400)) return goodwill;
  const commitment = luck.between('commitment', 1, 4);
  const dueAt = answeredAt + 24 * HOUR;
  const doneAfter = luck.has('done late', 500) ? luck.between('late hours', 25, 60) : luck.between('hours', 2, 23);
  return [
    ...goodwill,
    tell('committed', answeredAt + 2 * MINUTE, {
      $case: 'commitmentMade',
      value: { commitment, dueAt: new Date(dueAt) },
    }),
    tell('kept', answeredAt + doneAfter * HOUR, { $case: 'commitmentKept', value: { commitment } }),
  ];
}

function refunded(tell: Tell, { refund }: Issue): Happening[] {
  if (refund === undefined) return [];
  return [
    tell('refund-due', refund.refundDueAt, { $case: 'refundDue', value: {} }),
    tell('refund-paid', refund.refundedAt, { $case: 'refundPaid', value: {} }),
  ];
}

/** A team that closes early holds everything to be resolved at once; two of three of those customers come back within days. */
function solved(issue: Issue, answeredAt: Instant, closesEarly: boolean): Happening[] {
  const { luck, reason } = issue;
  if (!closesEarly && luck.has('never solved', reason === 'complaint' ? 800 : 60)) return [];
  const hours = luck.has('slow solution', 1_100)
    ? luck.between('slow hours', 25, 80)
    : luck.between('hours to solve', 0, 14);
  const resolvedAt = answeredAt + 15 * MINUTE + (closesEarly ? 0 : hours * HOUR);
  const first = tellerOf(issue, '1')('resolved', resolvedAt, { $case: 'issueResolved', value: {} });
  if (!luck.has('comes back', closesEarly ? 6_500 : 900)) return [first];
  const again = whenOpen(resolvedAt + luck.between('comes back after', 10, 110) * HOUR);
  return [
    first,
    ...nextContact(issue, '2', again),
    ...(luck.has('comes back again', 2_500) ? nextContact(issue, '3', again + 50 * HOUR) : []),
  ];
}

function nextContact(issue: Issue, number: string, at: Instant): Happening[] {
  const tell = tellerOf(issue, number);
  return [
    ...received(tell, { ...issue, at }),
    tell('answered', at + 12 * MINUTE, { $case: 'firstResponse', value: {} }),
    tell('resolved', at + 5 * HOUR, { $case: 'issueResolved', value: {} }),
  ];
}

/** Every eighth contact is audited. Results by their numbers in the contract. */
function audited(tell: Tell, { luck }: Issue, answeredAt: Instant): Happening[] {
  if (!luck.has('audited', 1_300)) return [];
  const result = luck.has('critical', 600) ? 4 : luck.between('result', 1, 3);
  return [tell('audited', answeredAt + 48 * HOUR, { $case: 'audited', value: { result } })];
}
