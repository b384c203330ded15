import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { OF_ORDER } from '#libs/catalogue/ordering/metrics.js';
import { OF_CONTACT } from '#libs/catalogue/support/metrics.js';
import type { MetricVersion } from '#libs/documents/metrics/metrics-document.js';
import { addDays } from '#libs/domain/time.js';
import { WEEKDAYS } from '#libs/domain/working-calendar.js';
import { at, contact, MINUTE, order } from '#test/catalogue/examples.js';
import { company, departments, metrics, published } from '#test/rules/documents.js';
import { evaluateBy, type Rules, rulesOf } from './rules.js';

const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, ['09:00-18:00']]));
const calendars = { helpdesk: { zone: 'Europe/Berlin', hours } };

const anyDay = fc.nat(20).map((days) => addDays('2018-03-01', days));
const anyLimit = fc.oneof(
  fc.integer({ min: 1, max: 6_000 }).map((minutes) => ({ minutes })),
  fc.integer({ min: 1, max: 30 }).map((working_hours) => ({ working_hours, calendar: 'helpdesk' })),
);
const anyException = fc.record(
  { channel: fc.subarray(['phone', 'chat', 'email'], { minLength: 1 }), limit: anyLimit },
  { requiredKeys: ['channel', 'limit'] },
);
const anyEntry: fc.Arbitrary<MetricVersion> = fc.record(
  {
    valid_from: anyDay,
    limit: anyLimit,
    asked: fc.boolean(),
    by: fc.array(anyException, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['valid_from'] },
) as fc.Arbitrary<MetricVersion>;
const anyEntries = fc.array(anyEntry, { minLength: 1, maxLength: 5 });

const anyContact = fc
  .record({
    minute: fc.nat(20 * 24 * 60),
    channel: fc.constantFrom('PHONE', 'CHAT', 'EMAIL', undefined),
    answered: fc.option(fc.nat(10_000), { nil: undefined }),
    waits: fc.option(fc.tuple(fc.nat(600), fc.option(fc.nat(3_000), { nil: undefined })), { nil: undefined }),
  })
  .map(({ minute, channel, answered, waits }) => {
    const receivedAt = at('2018-03-01T00:00') + minute * MINUTE;
    const [from, length] = waits ?? [];
    const wait =
      from === undefined
        ? []
        : [
            {
              from: receivedAt + from * MINUTE,
              ...(length === undefined ? {} : { until: receivedAt + (from + length) * MINUTE }),
            },
          ];
    return contact({
      receivedAt,
      channel,
      pauses: wait,
      answeredAt: answered === undefined ? undefined : receivedAt + answered * MINUTE,
    });
  });

const rules = (entries: readonly MetricVersion[]): Rules =>
  rulesOf(published(company({ calendars }), departments(), metrics({ first_response_in_time: entries })), 'support');
const judged = (by: Rules, of: ReturnType<typeof contact>) => evaluateBy(by, OF_CONTACT, of);
const key = ({ metric: { definition }, day, dueAt, result }: MetricEvaluation) => [definition, day, dueAt, result];

describe('whatever the documents say', () => {
  it('a case has at most one verdict of each metric, part and unit, on no day before the entry that gives it', () => {
    fc.assert(
      fc.property(anyEntries, anyContact, (entries, of) => {
        const found = judged(rules(entries), of);
        expect(found.length).toBeLessThanOrEqual(1);
        for (const { metric, day } of found) expect(day >= entries[metric.definition - 1]!.valid_from).toBe(true);
      }),
    );
  });

  it('an entry changes nothing that counts before its first day', () => {
    fc.assert(
      fc.property(anyEntries, anyEntry, anyContact, (entries, added, of) => {
        const [before] = judged(rules(entries), of);
        const [after] = judged(rules([...entries, added]), of);
        const counts = [before, after].filter((one) => one !== undefined && one.day < added.valid_from);
        if (counts.length > 0) expect(after && key(after)).toEqual(before && key(before));
      }),
    );
  });

  it('an entry with the limits of the last one changes nothing but the number', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 1 }), anyDay, anyContact, (entries, valid_from, of) => {
        const [before] = judged(rules(entries), of);
        const [after] = judged(rules([...entries, { ...entries[0]!, valid_from }]), of);
        if (before === undefined) return;
        expect(after && [after.day, after.dueAt, after.result]).toEqual([before.day, before.dueAt, before.result]);
      }),
    );
  });

  it('a document of the company that holds later changes nothing that was due before', () => {
    fc.assert(
      fc.property(anyEntries, anyDay, anyContact, (entries, day, of) => {
        const closed = { helpdesk: { zone: 'Europe/Berlin', hours: { ...hours, monday: [] } } };
        const documents = [company({ calendars }), departments(), metrics({ first_response_in_time: entries })];
        const [before] = judged(rulesOf(published(...documents), 'support'), of);
        const [after] = judged(
          rulesOf(published(...documents, company({ valid_from: day, calendars: closed })), 'support'),
          of,
        );
        if (before?.dueAt !== undefined && before.dueAt <= at(`${addDays(day, -1)}T19:00`))
          expect(after && key(after)).toEqual(key(before));
      }),
    );
  });

  it('an order that is paid in several ways is judged by one entry', () => {
    const anyPayment = fc.constantFrom('INSTANT' as const, 'AFTER_DELIVERY' as const, 'WHEN_CUSTOMER_ACTS' as const);
    const anyMeasured = fc.record({
      valid_from: anyDay,
      measured_settlements: fc.subarray(['instant', 'after_delivery']),
    });
    fc.assert(
      fc.property(
        fc.array(anyMeasured, { minLength: 1, maxLength: 4 }),
        fc.array(anyPayment),
        (entries, settlements) => {
          const payments = settlements.map((settlement) => ({ method: 'any', settlement }));
          const by = rulesOf(
            published(company(), departments(), metrics({ payment_approved_in_time: entries })),
            'ordering',
          );
          expect(evaluateBy(by, OF_ORDER, order({ placed: { payments } })).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
