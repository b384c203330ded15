import { describe, expect, it } from 'vitest';
import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { countOf, judged, type Row, realRows, stored } from './real-contacts.js';

const shopzilla = realRows('shopzilla-csat/contacts.csv.gz');
const helpdesk = realRows('helpdesk-event-log/helpdesk.csv.gz');

const INDIA = 'Asia/Kolkata';
const received = (unit: string, zone: string, channel = 0) => ({
  ...{ $case: 'received' as const, value: { unit, zone, channel, priority: 0, language: '' } },
});

/** "22/08/2023 20:48" */
function instantIn(text = ''): number {
  const [, day, month, year, time] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d)$/.exec(text) ?? [];
  return instantOfWallTime(`${year}-${month}-${day}T${time}:00`, INDIA);
}

describe.skipIf(shopzilla === undefined)('8,572 real contacts of an online retailer', () => {
  const rows = (shopzilla ?? []).map((row) => {
    const [at, answeredAt] = [instantIn(row['Issue_reported at']), instantIn(row['issue_responded'])];
    // An answer at midnight before the contact has a day and no time.
    return { row, at, answeredAt: answeredAt < at ? undefined : answeredAt, score: Number(row['CSAT Score']) };
  });
  const known = rows.filter(({ answeredAt }) => answeredAt !== undefined);
  const CHANNEL = { Inbound: 1, Outcall: 1, Email: 3 } as const;
  const facts = known.flatMap(({ row, at, answeredAt = at }) => {
    const id = row['Unique id'] ?? '';
    const channel = row['channel_name'] as keyof typeof CHANNEL;
    const unit = `${channel.toLowerCase()}/${row['site']}/${row['team']}`;
    return [
      stored(`${id}/received`, id, at, received(unit, INDIA, CHANNEL[channel])),
      stored(`${id}/answered`, id, answeredAt, { $case: 'firstResponse', value: {} }),
    ];
  });
  const evaluations = judged(facts);

  it('are all taken, but for 295 whose answer has no time', () => {
    expect([rows.length, known.length]).toEqual([8_572, 8_572 - 295]);
    expect(countOf(evaluations, 'first_response_in_time')[1]).toBe(known.length);
  });

  it.each([
    ['inbound', 'Inbound'],
    ['outcall', 'Outcall'],
    ['email', 'Email'],
  ])('of the channel %s are answered within the hour as often as counted from the file by hand', (unit, channel) => {
    const own = known.filter(({ row }) => row['channel_name'] === channel);
    const inTime = own.filter(({ at, answeredAt = at }) => answeredAt - at <= 3_600_000).length;
    expect(countOf(evaluations, 'first_response_in_time', unit)).toEqual([inTime, own.length]);
    expect(inTime).toBeGreaterThan(0);
  });

  it('content the customer more the sooner they are answered: 4.51 within 5 minutes, 3.19 after a day', () => {
    const mean = (from: number, until: number) => {
      const own = known.filter(({ at, answeredAt = at }) => {
        const minutes = (answeredAt - at) / 60_000;
        return minutes > from && minutes <= until;
      });
      return (own.reduce((sum, { score }) => sum + score, 0) / own.length).toFixed(2);
    };
    expect([mean(-1, 5), mean(5, 1_440), mean(1_440, Number.POSITIVE_INFINITY)]).toEqual(['4.51', '4.05', '3.19']);
  });
});

/** "2012/10/9 14:50:17" in Italy. */
function eventAt(text = ''): number {
  const [, year, month = '', day = '', hour = '', rest] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d\d:\d\d)/.exec(text) ?? [];
  return instantOfWallTime(
    `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${hour.padStart(2, '0')}:${rest}`,
    'Europe/Rome',
  );
}

/** The facts of one ticket: the first event is the contact, another person is another unit. */
function factsOfTicket(
  ticket: string,
  events: readonly Row[],
  idOf: (row: Row, place: number) => string,
): StoredFact[] {
  const of = (row: Row, place: number, what: Parameters<typeof stored>[3], kind = '') =>
    stored(`${ticket}/${idOf(row, place)}${kind}`, ticket, eventAt(row['Complete Timestamp']), what);
  let [person, isResolved] = [events[0]?.['Resource'], false];
  return events.flatMap((row, place): StoredFact[] => {
    const facts: StoredFact[] = [];
    const unitOf = (name = '') => name.toLowerCase().replace(' ', '-');
    if (place === 0) facts.push(of(row, place, received(unitOf(row['workgroup']), 'Europe/Rome'), '/received'));
    const activity = row['Activity'];
    if (activity === 'Take in charge ticket') {
      facts.push(of(row, place, { $case: 'firstResponse', value: {} }));
      if (isResolved) facts.push(of(row, place, { $case: 'contactedAgain', value: {} }, '/again'));
      if (row['Resource'] !== person)
        facts.push(of(row, place, { $case: 'transferred', value: { toUnit: unitOf(row['Resource']) } }, '/handed'));
    }
    if (activity === 'Resolve ticket') {
      facts.push(of(row, place, { $case: 'issueResolved', value: {} }));
      isResolved = true;
    }
    person = row['Resource'];
    return facts;
  });
}

describe.skipIf(helpdesk === undefined)('21,348 real events of 4,580 help-desk tickets', () => {
  const rows = helpdesk ?? [];
  const contentOf = (row: Row) => Object.values(row).join();
  const tickets = new Map<string, Row[]>();
  for (const row of rows) tickets.set(row['Case ID'] ?? '', [...(tickets.get(row['Case ID'] ?? '') ?? []), row]);
  const distinct = (events: readonly Row[]) => [...new Map(events.map((row) => [contentOf(row), row])).values()];
  const once = [...tickets].flatMap(([ticket, events]) =>
    factsOfTicket(ticket, distinct(events), (_, place) => String(place)),
  );
  const evaluations = judged(once);

  it('are 21,221 events, because 127 rows are identical to another one', () => {
    expect([rows.length, distinct(rows).length, tickets.size]).toEqual([21_348, 21_221, 4_580]);
  });

  it('are judged the same when the 127 identical rows are reported as well', { timeout: 60_000 }, () => {
    const again = [...tickets].flatMap(([ticket, events]) => {
      const repeats = events.filter(
        (row, place) => events.findIndex((one) => contentOf(one) === contentOf(row)) < place,
      );
      const own = factsOfTicket(ticket, distinct(events), (_, place) => String(place));
      const isRepeated = ({ happenedAt }: StoredFact) =>
        repeats.some((row) => eventAt(row['Complete Timestamp']) === happenedAt);
      return [...own, ...own.filter(isRepeated).map((fact) => ({ ...fact, factId: `${fact.factId}/repeat` }))];
    });
    expect(again.length).toBeGreaterThan(once.length);
    const strip = (all: typeof evaluations) =>
      all.map(({ metric, unit, day, dueAt, result }) => [metric.id, unit, day, dueAt, result]);
    // A question that is reported under two ids is two questions to the metric that counts them.
    const without = (all: typeof evaluations) =>
      strip(all.filter(({ metric }) => metric.id !== 'solved_with_few_contacts'));
    expect(without(judged(again))).toEqual(without(evaluations));
  });

  it('show who was answered, resolved, reopened and handed on', () => {
    const rates = ['first_response_in_time', 'resolved_in_time', 'stayed_resolved', 'handled_without_transfer'].map(
      (id) => [id, ...countOf(evaluations, id)],
    );
    // A script in another language counted the same of the file.
    expect(rates).toEqual([
      ['first_response_in_time', 1_655, 4_580],
      ['resolved_in_time', 1_345, 4_580],
      ['stayed_resolved', 4_439, 4_569],
      ['handled_without_transfer', 2_929, 4_580],
    ]);
  });
});
