import type { JsonValue } from '@bufbuild/protobuf';
import type { Reason } from '#libs/domain/error.js';
import type { Provocation } from './provocation.js';
import { ERASED_ID } from './provoke-sources.js';
import { clock, feeds } from './servers.js';
import { FACTS } from './valid.js';

type Kind = keyof typeof FACTS;
type Json = { [key: string]: JsonValue };

const RELEASED = { handOverDueAt: '2018-05-04T12:00:00Z', originUnit: 'origin/sp' };

let made = 0;

/** A fact of its own id and its own case, with a change. */
function fact(kind: Kind, change: Json = {}): Json {
  made += 1;
  if (kind === 'Custom') return { ...FACTS.Custom, factId: `fact-${made}`, ...change };
  const case_ = kind === 'Contact' ? { contactId: `case-${made}` } : { orderId: `case-${made}` };
  return { ...FACTS[kind], factId: `fact-${made}`, ...case_, ...change };
}

/** The same without what happened, and with another event. */
function happening(kind: Kind, what: Json, change: Json = {}): Json {
  const common = Object.entries(fact(kind)).filter(([key]) =>
    /^(factId|orderId|contactId|happenedAt|fields)$/.test(key),
  );
  return { ...Object.fromEntries(common), ...what, ...change };
}

/** A fact of the warehouse about a receipt. */
function aboutReceipt(what: Json, change: Json = {}): Json {
  return happening('Parcel', what, { orderId: '', subjectId: 'R-7', ...change });
}

const ROUTE = { unit: 'route/17', zone: 'Etc/UTC', plannedMetres: 80_000, drivenMetres: 81_000 };

/** A fact of delivery about a route. */
function aboutRoute(what: Json, change: Json = {}): Json {
  return happening('Delivery', what, { orderId: '', subjectId: '17', ...change });
}

/** About the case of this kind that is stored as erased. */
function aboutErased(kind: Kind): Json {
  if (kind === 'Custom') return fact(kind, { fields: { ...FACTS.Custom.fields, article: { text: ERASED_ID } } });
  return fact(kind, kind === 'Contact' ? { contactId: ERASED_ID } : { orderId: ERASED_ID });
}

/** The document lets the caller report facts of a kind that there is not. */
async function permitOtherFacts() {
  const permitted = new Map([
    ['all', { facts: new Set(['never']), origin: undefined, zone: undefined, lateAfterHours: 6 }],
  ]);
  feeds.rules = { version: 1, permitted, listed: new Set(['all']) };
  return async () => {
    feeds.rules = undefined;
  };
}

/** How each reason of the Record and Stream calls of a source is provoked. */
export function recordProvocations(method: string): Partial<Record<Reason, Provocation>> {
  const [, verb, name = ''] = /\/(Record|Stream)(\w+)Facts$/.exec(method) ?? [];
  const kind = name as Kind;
  const asked = (request: JsonValue): JsonValue => (verb === 'Stream' ? { portion: request } : request);
  const sent = (...facts: Json[]): Provocation => ({ requests: [asked({ origin: 'ORIGIN_IMPORTED', facts })] });
  const placed = (change: Json) => sent(fact('Order', { placed: { ...FACTS.Order.placed, ...change } }));
  const received = (change: Json) => sent(fact('Contact', { received: { ...FACTS.Contact.received, ...change } }));
  const withdrawal = { withdrawal: { factId: 'never-reported' } };
  const first = fact(kind);
  return {
    NO_FACTS: sent(),
    TOO_MANY_FACTS: sent(...Array.from({ length: 1_001 }, () => fact(kind))),
    ORIGIN_MISSING: { requests: [asked({ facts: [fact(kind)] })] },
    FACT_ID_INVALID: sent(fact(kind, { factId: '' })),
    FACT_ID_REUSED: {
      requests: [first, { ...first, happenedAt: '2018-05-02T12:00:00Z' }].map((one) =>
        asked({ origin: 'ORIGIN_IMPORTED', facts: [one] }),
      ),
    },
    FACT_MISSING: sent(happening(kind, {})),
    FACT_NOT_PERMITTED: { ...sent(fact(kind)), before: permitOtherFacts },
    TIME_MISSING: sent(Object.fromEntries(Object.entries(fact(kind)).filter(([key]) => key !== 'happenedAt'))),
    TIME_OUT_OF_RANGE: sent(fact(kind, { happenedAt: '1999-12-31T00:00:00Z' })),
    CASE_ERASED: sent(aboutErased(kind)),
    WITHDRAWN_UNKNOWN: sent(first, happening(kind, withdrawal, caseOf(first))),
    ...(kind === 'Contact'
      ? { CONTACT_ID_INVALID: sent(fact(kind, { contactId: '' })) }
      : kind !== 'Custom' && { ORDER_ID_INVALID: sent(fact(kind, { orderId: '' })) }),
    ...(kind === 'Custom' && customProvocations(sent)),
    ...((kind === 'Parcel' || kind === 'Delivery') && { PARCEL_ID_INVALID: sent(fact(kind, { parcelId: ' A' })) }),
    ...(kind === 'Delivery' && {
      UNIT_INVALID: sent(happening(kind, { dispatched: { unit: 'Acme' } })),
      WINDOW_INVALID: sent(happening(kind, { windowTold: { from: '2018-05-20T12:00:00Z' } })),
      CHOICE_UNKNOWN: sent(happening(kind, { scanned: { point: 77 } })),
      ZONE_UNKNOWN: sent(aboutRoute({ routeDriven: { ...ROUTE, zone: 'Mars/Olympus' } })),
      QUANTITY_INVALID: sent(aboutRoute({ routeDriven: { ...ROUTE, plannedMetres: 0 } })),
      CHECKS_INVALID: sent(aboutRoute({ courtesyAudited: { unit: 'team/a', zone: 'Etc/UTC', checksMade: 0 } })),
      SUBJECT_ID_INVALID: sent(aboutRoute({ routeDriven: ROUTE }, { subjectId: '' })),
      SUBJECT_ID_UNEXPECTED: sent(fact(kind, { subjectId: '17' })),
      SUBJECT_KIND_UNKNOWN: sent(aboutRoute({ withdrawal: { factId: 'f', subjectKind: 'receipt' } })),
      CASE_ID_UNEXPECTED: sent(happening(kind, { routeDriven: ROUTE }, { subjectId: '17' })),
      PARCEL_ID_UNEXPECTED: sent(aboutRoute({ routeDriven: ROUTE }, { parcelId: 'A' })),
    }),
    ...(kind === 'Parcel' && {
      UNIT_INVALID: sent(happening(kind, { picked: { unit: 'Team', linesOrdered: 1, linesRight: 1 } })),
      LINES_INVALID: sent(happening(kind, { picked: { linesOrdered: 2, linesRight: 2, linesShort: 1 } })),
      PIECES_INVALID: sent(happening(kind, { overageFound: { surplusPieces: 0 } })),
      PACKAGING_WISH_INVALID: sent(happening(kind, { packed: { packagingWish: 'For Anna!' } })),
      DEPARTURE_BEFORE_PLAN: sent(happening(kind, { departurePlanned: { departsAt: '2018-05-01T11:59:59Z' } })),
      DAMAGE_CAUSE_UNKNOWN: sent(happening(kind, { damageFound: {} })),
      ZONE_UNKNOWN: sent(aboutReceipt({ goodsReceived: { unit: 'site/a', zone: 'Mars/Olympus' } })),
      CHECKS_INVALID: sent(aboutReceipt({ packagingAudited: { unit: 'site/a', zone: 'Etc/UTC', checksMade: 0 } })),
      SUBJECT_ID_INVALID: sent(aboutReceipt({ goodsAvailable: {} }, { subjectId: '' })),
      SUBJECT_ID_UNEXPECTED: sent(fact(kind, { subjectId: 'R-7' })),
      SUBJECT_KIND_UNKNOWN: sent(aboutReceipt({ withdrawal: { factId: 'f', subjectKind: 'invoice' } })),
      CASE_ID_UNEXPECTED: sent(happening(kind, { goodsAvailable: {} }, { subjectId: 'R-7' })),
      PARCEL_ID_UNEXPECTED: sent(aboutReceipt({ goodsAvailable: {} }, { parcelId: 'A' })),
      PACKAGING_FAULT_UNKNOWN: sent(happening(kind, { packagingComplained: { fault: 77 } })),
    }),
    ...(kind === 'Survey' && { SCORE_OUT_OF_RANGE: sent(fact(kind, { answered: { score: 6 } })) }),
    ...(kind === 'Order' && {
      ORDER_UNKNOWN: sent(happening(kind, { paymentApproved: {} })),
      DAY_INVALID: placed({ promisedDay: '2018-02-30' }),
      PROMISE_BEFORE_ORDER: placed({ promisedDay: '2018-04-30' }),
      ZONE_UNKNOWN: placed({ zone: 'Mars/Olympus' }),
      UNIT_INVALID: placed({ destinationUnit: 'Area' }),
      PROMISE_AMBIGUOUS: placed({ readyForCollectionBy: '2018-05-20T12:00:00Z' }),
      WINDOW_INVALID: placed({ promisedDay: '', promisedWindow: { from: '2018-05-20T12:00:00Z' } }),
      FULFILMENT_UNKNOWN: placed({ fulfilment: 77 }),
      FULFILMENT_DIFFERS: placed({
        ...{ promisedDay: '', readyForCollectionBy: '2018-05-20T12:00:00Z', fulfilment: 'FULFILMENT_HOME' },
      }),
      PAYMENT_METHOD_UNKNOWN: placed({ paymentMethods: [77] }),
      PAYMENT_METHOD_INVALID: placed({
        payments: [{ method: 'Klarna Invoice', settlement: 'SETTLEMENT_AFTER_DELIVERY' }],
      }),
      SETTLEMENT_UNKNOWN: placed({ payments: [{ method: 'klarna_invoice' }] }),
      PAYMENTS_TWICE: placed({
        paymentMethods: ['PAYMENT_METHOD_VOUCHER'],
        payments: [{ method: 'paypal', settlement: 'SETTLEMENT_INSTANT' }],
      }),
      PARCEL_ID_INVALID: sent(happening(kind, { canceled: {} }, { parcelId: ' A' })),
      PARCEL_ID_MISSING: sent(happening(kind, { parcelReplaced: { byParcelId: 'B' } })),
      PARCEL_ID_UNEXPECTED: sent(fact(kind, { parcelId: 'A' })),
      PARCEL_REPLACES_ITSELF: sent(happening(kind, { parcelReplaced: { byParcelId: 'A' } }, { parcelId: 'A' })),
      CARRIER_INVALID: sent(happening(kind, { released: { ...RELEASED, carrier: ' DHL' } })),
      SUBJECT_ID_INVALID: sent(happening(kind, { reminderSent: {} }, { orderId: '' })),
      SUBJECT_ID_UNEXPECTED: sent(fact(kind, { subjectId: 'S-7' })),
      SUBJECT_KIND_UNKNOWN: sent(
        happening(kind, { withdrawal: { factId: 'f', subjectKind: 'invoice' } }, { orderId: '', subjectId: 'S-7' }),
      ),
      CASE_ID_UNEXPECTED: sent(happening(kind, { reminderSent: {} }, { subjectId: 'S-7' })),
      CHOICE_UNKNOWN: sent(happening(kind, { paymentAttempted: {} })),
      QUANTITY_INVALID: sent(happening(kind, { itemsChecked: { requested: 1, found: 2 } })),
      STAGE_TWICE: sent(
        happening(kind, { planned: { stages: [{ stage: 'ORDER_STAGE_PICK' }, { stage: 'ORDER_STAGE_PICK' }] } }),
      ),
      SERVICE_LEVEL_INVALID: sent(happening(kind, { released: { ...RELEASED, serviceLevel: 'express ' } })),
    }),
    ...(kind === 'Contact' && {
      ZONE_UNKNOWN: received({ zone: 'Mars/Olympus' }),
      UNIT_INVALID: received({ unit: 'Team' }),
      ISSUE_ID_INVALID: sent(fact(kind, { issueId: 'issue-1 ' })),
      ISSUE_DIFFERS: sent(first, happening(kind, { firstResponse: {} }, { ...caseOf(first), issueId: 'issue-1' })),
      CHANNEL_UNKNOWN: received({ channel: 77 }),
      PRIORITY_UNKNOWN: received({ priority: 77 }),
      LANGUAGE_INVALID: received({ language: 'pt_BR' }),
      CALENDAR_INVALID: sent(happening(kind, { moved: { calendar: '' } })),
      DAY_INVALID: sent(happening(kind, { goodwillPromised: { promisedDay: '2018-02-30' } })),
      COMMITMENT_UNKNOWN: sent(happening(kind, { commitmentMade: { commitment: 77, dueAt: '2018-05-02T12:00:00Z' } })),
      AUDIT_RESULT_UNKNOWN: sent(happening(kind, { audited: { result: 77 } })),
      COMPLAINT_CAUSE_UNKNOWN: sent(happening(kind, { complained: { cause: 77 } })),
      PARTY_UNKNOWN: sent(happening(kind, { orderStatusAsked: { late: 77 } })),
      SECONDS_OUT_OF_RANGE: sent(happening(kind, { conversationEnded: { talkSeconds: 86_401 } })),
      SCORE_OUT_OF_RANGE: sent(happening(kind, { rated: { satisfaction: 6 } })),
      SUBJECT_ID_INVALID: sent(happening(kind, { trainingCompleted: {} }, { contactId: '' })),
      SUBJECT_ID_UNEXPECTED: sent(fact(kind, { subjectId: 'T-7' })),
      SUBJECT_KIND_UNKNOWN: sent(
        happening(kind, { withdrawal: { factId: 'f', subjectKind: 'invoice' } }, { contactId: '', subjectId: 'T-7' }),
      ),
      CASE_ID_UNEXPECTED: sent(happening(kind, { trainingCompleted: {} }, { subjectId: 'T-7' })),
    }),
  };
}

/** How the reasons are provoked that only a department of the company's own has. */
function customProvocations(sent: (...facts: Json[]) => Provocation): Partial<Record<Reason, Provocation>> {
  const fields = (change: Json) => sent(fact('Custom', { fields: { ...FACTS.Custom.fields, ...change } }));
  const tally = { metric: 'complaints', unit: 'toys', day: '2018-05-01', hits: '1', misses: '0' };
  const tallied = (change: Json) => {
    const { kind: _, fields: __, ...rest } = fact('Custom');
    return sent({ ...rest, tally: { ...tally, ...change } });
  };
  const beforeIt = async () => {
    const { at } = clock;
    clock.at = Date.parse('2016-06-01T12:00:00Z');
    return async () => {
      clock.at = at;
    };
  };
  return {
    DEPARTMENT_NOT_DECLARED: { ...sent(fact('Custom')), before: beforeIt },
    FACT_KIND_UNKNOWN: sent(fact('Custom', { kind: 'price_sen' })),
    FIELD_UNKNOWN: fields({ colour: { text: 'red' } }),
    FIELD_MISSING: sent(fact('Custom', { fields: {} })),
    FIELD_TYPE_WRONG: fields({ our_cents: { text: '2100' } }),
    TEXT_INVALID: fields({ article: { text: ' A1' } }),
    CHOICE_UNKNOWN: fields({ shelf: { choice: 'middle' } }),
    DAY_INVALID: fields({ day: { day: '2018-02-30' } }),
    METRIC_UNKNOWN: tallied({ metric: 'complaint' }),
    METRIC_COUNTS_CASES: tallied({ metric: 'price_competitive' }),
    UNIT_INVALID: tallied({ unit: 'Toys!' }),
    TALLY_OUT_OF_RANGE: tallied({ hits: '-1' }),
  };
}

function caseOf({ orderId, contactId }: Json): Json {
  if (orderId === undefined && contactId === undefined) return {};
  return orderId === undefined ? { contactId: contactId ?? '' } : { orderId };
}
