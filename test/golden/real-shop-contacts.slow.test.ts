import { describe, expect, it } from 'vitest';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { type ContactFact, Party } from '#libs/contracts/cx/support/v1/support.js';
import { endOfDay, instantOfWallTime } from '#libs/domain/time.js';
import { rulesOf } from '#libs/rules/rules.js';
import { company, departments, FIRST_DAY, metrics, published } from '#test/rules/documents.js';
import { countOf, judged, type Row, realRows, reported } from './real-contacts.js';

const shopzilla = realRows('shopzilla-csat/contacts.csv.gz');
const INDIA = 'Asia/Kolkata';
const CHANNEL = { Inbound: 1, Outcall: 1, Email: 3 } as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Contact {
  readonly row: Row;
  readonly at: number;
  /** Undefined when the file has a day and no time. */
  readonly answeredAt: number | undefined;
}

/** "22/08/2023 20:48" */
function instantIn(text = ''): number {
  const [, day, month, year, time] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d)$/.exec(text) ?? [];
  return instantOfWallTime(`${year}-${month}-${day}T${time}:00`, INDIA);
}

/** "22-Aug-23" has no time; the customer had answered by the end of that day. */
function dayIn(text = ''): number {
  const [, day, month = '', year] = /^(\d\d)-([A-Z][a-z]{2})-(\d\d)$/.exec(text) ?? [];
  return endOfDay(`20${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day}`, INDIA);
}

/** What a help desk with this file can report: nothing that the file does not have. */
function factsOf({ row, at, answeredAt }: Contact): ContactFact[] {
  const id = row['Unique id'] ?? '';
  const name = row['channel_name'] as keyof typeof CHANNEL;
  const value = { unit: `${name.toLowerCase()}/${row['site']}/${row['team']}`, zone: INDIA, priority: 0, language: '' };
  const fact = (kind: string, happenedAt: number, what: ContactFact['what']) =>
    reported(`${id}/${kind}`, id, happenedAt, what);
  const facts = [fact('received', at, { $case: 'received', value: { ...value, channel: CHANNEL[name] } })];
  if (answeredAt !== undefined) facts.push(fact('answered', answeredAt, { $case: 'firstResponse', value: {} }));
  const rated = { satisfaction: Number(row['CSAT Score']), ease: 0 };
  facts.push(fact('rated', dayIn(row['Survey_response_Date']), { $case: 'rated', value: rated }));
  if (row['Sub-category'] === 'Order status enquiry')
    facts.push(fact('asked', at, { $case: 'orderStatusAsked', value: { late: Party.PARTY_UNSPECIFIED } }));
  if (row['connected_handling_time'] !== '') {
    const talkSeconds = Number(row['connected_handling_time']);
    const ended = { queueSeconds: 0, talkSeconds, holdSeconds: 0, afterWorkSeconds: 0 };
    facts.push(fact('ended', answeredAt ?? at, { $case: 'conversationEnded', value: ended }));
  }
  return facts;
}

/** The expected figures are those of test/oracle/contacts.py, which counts the file without this product. */
describe.skipIf(shopzilla === undefined)('8,572 real contacts of an online retailer', () => {
  const contacts = (shopzilla ?? []).map((row): Contact => {
    const [at, answeredAt] = [instantIn(row['Issue_reported at']), instantIn(row['issue_responded'])];
    // An answer at midnight before the contact has a day and no time.
    return { row, at, answeredAt: answeredAt < at ? undefined : answeredAt };
  });
  const known = contacts.filter(({ answeredAt }) => answeredAt !== undefined);
  const minutesOf = ({ at, answeredAt = Number.NaN }: Contact) => (answeredAt - at) / 60_000;
  const evaluationsOf = new Map(contacts.map((one) => [one, judged(factsOf(one))]));
  const of = (some: readonly Contact[]) => some.flatMap((one) => evaluationsOf.get(one) ?? []);
  const evaluations = of(known);
  const channels = (all: readonly MetricEvaluation[], id: string) =>
    ['email', 'inbound', 'outcall'].map((channel) => countOf(all, id, channel));
  const judgedBy = (limit: object, by: readonly object[] = []) => {
    const version = { valid_from: FIRST_DAY, limit, ...(by.length === 0 ? {} : { by }) };
    const asked = metrics({ first_response_in_time: [version as never] });
    return judged(
      known.flatMap(factsOf),
      rulesOf(published(company({ zone: INDIA }), departments(), asked), 'support'),
    );
  };

  it('are all taken, but for 295 whose answer has no time', () => {
    expect([contacts.length, known.length]).toEqual([8_572, 8_572 - 295]);
    expect(countOf(evaluations, 'first_response_in_time')[1]).toBe(known.length);
  });

  it('are answered within the hour by e-mail, when customers call, and when they are called', () => {
    expect(channels(evaluations, 'first_response_in_time')).toEqual([
      [213, 283],
      [5_171, 6_578],
      [1_088, 1_416],
    ]);
  });

  it('are answered within a day', () => {
    expect(channels(judgedBy({ minutes: 1_440 }), 'first_response_in_time')).toEqual([
      [271, 283],
      [6_358, 6_578],
      [1_361, 1_416],
    ]);
  });

  it('are judged by the limit of their channel: five minutes by phone, a day by e-mail', () => {
    const by = [
      { channel: ['phone'], limit: { minutes: 5 } },
      { channel: ['email'], limit: { minutes: 1_440 } },
    ];
    expect(channels(judgedBy({ minutes: 60 }, by), 'first_response_in_time')).toEqual([
      [271, 283],
      [3_248, 6_578],
      [668, 1_416],
    ]);
  });

  it.each([
    ['2023-07-24', '2023-07-30', 0, 6],
    ['2023-07-31', '2023-08-06', 1_104, 1_432],
    ['2023-08-07', '2023-08-13', 1_517, 1_983],
    ['2023-08-14', '2023-08-20', 1_527, 1_970],
    ['2023-08-21', '2023-08-27', 1_651, 2_069],
    ['2023-08-28', '2023-09-03', 673, 817],
  ])('are answered within the hour in the week from %s to %s: %i of %i', (first, last, hits, cases) => {
    const ofWeek = evaluations.filter(({ day }) => day >= first && day <= last);
    expect(countOf(ofWeek, 'first_response_in_time')).toEqual([hits, cases]);
  });

  it('gave the highest score on each channel, those without a time of answer included', () => {
    expect(channels(of(contacts), 'contact_satisfaction')).toEqual([
      [181, 295],
      [4_758, 6_797],
      [1_059, 1_480],
    ]);
  });

  it.each([
    ['within five minutes', (one: Contact) => minutesOf(one) <= 5, 3_138, 4_047],
    ['within a day', (one: Contact) => minutesOf(one) > 5 && minutesOf(one) <= 1_440, 2_513, 3_943],
    ['later than a day', (one: Contact) => minutesOf(one) > 1_440, 130, 287],
    ['at an unknown time', (one: Contact) => one.answeredAt === undefined, 217, 295],
  ])('gave the highest score when they were answered %s', (_, isWanted, hits, cases) => {
    expect(countOf(of(contacts.filter(isWanted)), 'contact_satisfaction')).toEqual([hits, cases]);
  });

  it('content the customer more the sooner they are answered: 4.51 within 5 minutes, 3.19 after a day', () => {
    const mean = (from: number, until: number) => {
      const own = known.filter((one) => minutesOf(one) > from && minutesOf(one) <= until);
      return (own.reduce((sum, { row }) => sum + Number(row['CSAT Score']), 0) / own.length).toFixed(2);
    };
    expect([mean(-1, 5), mean(5, 1_440), mean(1_440, Number.POSITIVE_INFINITY)]).toEqual(['4.51', '4.05', '3.19']);
  });

  it('ask where the order is, in 657 contacts; the file does not say whose link was late', () => {
    const all = of(contacts);
    expect(channels(all, 'no_order_status_question')).toEqual([
      [291, 295],
      [6_265, 6_797],
      [1_359, 1_480],
    ]);
    const misses = all.filter(({ metric, result }) => metric.id === 'no_order_status_question' && result.hits === 0);
    expect([misses.length, new Set(misses.map(({ result }) => result.responsible))]).toEqual([
      657,
      new Set(['unattributed']),
    ]);
  });

  it('took 12,478 seconds in the 27 contacts whose time is known', () => {
    expect(countOf(of(contacts), 'handle_seconds')).toEqual([12_478, 27]);
  });

  it('name no order twice, so nothing can be said of reopening', () => {
    const orders = contacts.flatMap(({ row }) => row['Order_id'] || []);
    expect([orders.length, new Set(orders).size]).toEqual([6_773, 6_773]);
  });
});
