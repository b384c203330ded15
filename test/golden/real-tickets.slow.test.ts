import { describe, expect, it } from 'vitest';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { groupBy } from '#libs/domain/group-by.js';
import { countOf, judged } from './real-contacts.js';
import { contentOf, factsOfTicket, realTickets } from './real-tickets.js';

const tickets = realTickets();

/** The expected figures are those of test/oracle/contacts.py, which counts the file without this product. */
describe.skipIf(tickets === undefined)('21,348 real events of 4,580 help-desk tickets', () => {
  const rows = [...(tickets ?? new Map()).values()].flat();
  const reported = [...(tickets ?? [])].flatMap(([ticket, events]) => factsOfTicket(ticket, events));
  const once = [...new Map(reported.map((fact) => [fact.factId, fact])).values()];
  const evaluations = judged(once);
  const of = (kind: string, facts: readonly ContactFact[]) => facts.filter(({ what }) => what?.$case === kind);

  it('are 21,221 events, because 127 rows are identical to another one', () => {
    expect([rows.length, new Set(rows.map(contentOf)).size, tickets?.size]).toEqual([21_348, 21_221, 4_580]);
  });

  it('repeat 88 resolutions and 2 answers in the 127 rows, and otherwise what no metric reads', () => {
    const repeated = (kind: string) => of(kind, reported).length - of(kind, once).length;
    expect([repeated('issueResolved'), repeated('firstResponse')]).toEqual([88, 2]);
  });

  it('are judged the same when a feed reports the 127 rows under other ids', { timeout: 60_000 }, () => {
    const known = new Set<string>();
    const again = reported.map((fact) => {
      const isRepeat = known.has(fact.factId);
      known.add(fact.factId);
      return isRepeat ? { ...fact, factId: `${fact.factId}/repeat` } : fact;
    });
    expect(again.length).toBe(reported.length);
    // A question that is reported under two ids is two questions to the metric that counts them.
    const strip = (all: readonly MetricEvaluation[]) =>
      all
        .filter(({ metric }) => metric.id !== 'solved_with_few_contacts')
        .map(({ metric, unit, day, dueAt, result }) => [metric.id, unit, day, dueAt, result]);
    expect(strip(judged(again))).toEqual(strip(evaluations));
  });

  it('resolve 302 tickets twice; a reader that counts identical rows finds more', () => {
    const twice = (facts: readonly ContactFact[]) => {
      const times = new Map<string, number>();
      for (const { contactId } of of('issueResolved', facts)) times.set(contactId, (times.get(contactId) ?? 0) + 1);
      return [...times.values()].filter((count) => count > 1).length;
    };
    expect(twice(once)).toBe(302);
    expect(twice(reported)).toBeGreaterThan(302);
  });

  it.each<readonly [id: string, groups: readonly (readonly [number, number])[]]>([
    [
      'first_response_in_time',
      [
        [1_489, 3_888],
        [130, 545],
        [12, 88],
        [24, 59],
      ],
    ],
    [
      'resolved_in_time',
      [
        [1_134, 3_888],
        [167, 545],
        [18, 88],
        [26, 59],
      ],
    ],
    [
      'handled_without_transfer',
      [
        [2_676, 3_888],
        [167, 545],
        [73, 88],
        [13, 59],
      ],
    ],
    [
      'stayed_resolved',
      [
        [3_765, 3_879],
        [531, 543],
        [84, 88],
        [59, 59],
      ],
    ],
    [
      'solved_with_few_contacts',
      [
        [3_860, 3_879],
        [540, 543],
        [86, 88],
        [59, 59],
      ],
    ],
  ])('show %s by working group', (id, expected) => {
    const groups = expected.map((_, place) => countOf(evaluations, id, `value-${place + 1}`));
    expect(groups).toEqual(expected);
    const [hits, cases] = countOf(evaluations, id);
    expect([hits, cases]).toEqual([sum(expected.map(([one]) => one)), sum(expected.map(([, one]) => one))]);
  });

  it('show in which year fewer tickets were reopened', () => {
    const years = ['2010', '2011', '2012', '2013', '2014'].map((year) => [
      year,
      ...countOf(
        evaluations.filter(({ day }) => day.startsWith(year)),
        'stayed_resolved',
      ),
    ]);
    expect(years).toEqual([
      ['2010', 846, 897],
      ['2011', 1_441, 1_492],
      ['2012', 1_465, 1_478],
      ['2013', 666, 681],
      ['2014', 21, 21],
    ]);
  });

  it('are handed on more than once in some tickets; how long a customer waited between two teams is not in the log', () => {
    const handed = [...groupBy(of('transferred', once), ({ contactId }) => contactId).values()];
    expect(handed.filter((own) => own.length > 1).length).toBeGreaterThan(30);
    // Both ends of a hand-off have one stamp.
    expect(countOf(evaluations, 'handed_off_without_waiting')[0]).toBe(0);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}
