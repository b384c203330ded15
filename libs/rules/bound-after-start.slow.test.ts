import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRODUCT, productEntry } from '#libs/custom/fixtures/product.js';
import type { MetricVersion } from '#libs/documents/metrics/metrics-document.js';
import { parsePeriod } from '#libs/domain/period.js';
import { addDays, startOfDay } from '#libs/domain/time.js';
import { WEEKDAYS } from '#libs/domain/working-calendar.js';
import { company, metrics, type Published, published, publishedOn } from '#test/rules/documents.js';
import { boundAfterStart, type Weighed } from './bound-after-start.js';

const month = (name: string) => {
  const period = parsePeriod(name);
  if (period === undefined) throw new Error(`${name} is a month`);
  return period;
};
const week = (hours: string) => Object.fromEntries(WEEKDAYS.map((day) => [day, [hours]]));
const helpdesk = (valid_from: string, hours = '09:00-18:00', more: object = {}) =>
  company({ valid_from, calendars: { helpdesk: { zone: 'America/Sao_Paulo', hours: week(hours) } }, ...more });
const asking = (...entries: readonly MetricVersion[]) => metrics({ first_response_in_time: entries });
const first = { valid_from: '2027-01-01', limit: { minutes: 60 } };
const working = { valid_from: '2027-01-01', limit: { working_hours: 4, calendar: 'helpdesk' } };
const EARLY = '2026-12-01T00:00:00Z';

const response = (definition: number): Weighed => ({
  ...{ id: 'first_response_in_time', recordedAs: 'first_response_within_60_minutes', definition },
  source: 'support',
});
/** A version of departments that lists units of a department. */
const listing = (valid_from: string, units: readonly object[], of = 'support'): Published => [
  'departments',
  { valid_from, departments: { support: {}, delivery: {}, [of]: { units } } },
];
const ALONE = [{ unit: 'berlin' }, { unit: 'team-a' }];
const MOVED = [{ unit: 'berlin' }, { unit: 'team-a', of: 'berlin' }];
const months = ['2027-01', '2027-02', '2027-03', '2027-04'];
const boundMonths = (documents: readonly Published[], definition = 1) => {
  const isBound = boundAfterStart(published(...documents));
  return months.filter((name) => isBound(response(definition), month(name)));
};

describe('an index that weighs an entry of a metric', () => {
  const begin = publishedOn(EARLY, company());

  it('is not bound after its start when the entry was published before its first day began in the zone of the company', () => {
    // Three o'clock in UTC is midnight in São Paulo.
    expect(boundMonths([begin, publishedOn('2027-01-01T02:59:59Z', asking(first))])).toEqual([]);
    expect(boundMonths([begin, publishedOn('2027-01-01T03:00:00Z', asking(first))])).toEqual(['2027-01']);
  });

  it('is bound by the version that first had the entry, not by later ones that repeat it', () => {
    const second = { valid_from: '2027-06-01', limit: { minutes: 30 } };
    const late = publishedOn('2027-02-10T12:00:00Z', asking(first, second));
    expect(boundMonths([begin, publishedOn(EARLY, asking(first)), late])).toEqual([]);
    const healed = [publishedOn('2027-01-10T12:00:00Z', asking(first)), late];
    expect(boundMonths([begin, ...healed])).toEqual(['2027-01']);
  });

  it('is bound after its start by a later entry that takes cases of the past away, in the periods that had begun', () => {
    const inTime = [begin, publishedOn(EARLY, asking(first))];
    for (const entry of [
      { valid_from: '2027-02-15', limit: { minutes: 90 } },
      { valid_from: '2027-02-15', asked: false },
    ]) {
      const correction = publishedOn('2027-03-10T12:00:00Z', asking(first, entry));
      expect(boundMonths([...inTime, correction])).toEqual(['2027-02', '2027-03']);
    }
  });

  it('has nothing to do with other metrics, nor with metrics that no document asks', () => {
    const other = metrics({ first_response_in_time: [first], order_kept: [{ valid_from: '2026-01-01' }] });
    expect(boundMonths([begin, publishedOn(EARLY, other)])).toEqual([]);
    expect(boundMonths([begin])).toEqual([]);
  });
});

describe('an index that weighs a limit in working time', () => {
  const asked = publishedOn(EARLY, asking(working));
  const begin = publishedOn(EARLY, helpdesk('2026-12-15'));
  const late = (hours: string, more: object = {}) =>
    publishedOn('2027-03-05T12:00:00Z', helpdesk('2027-02-01', hours, more));

  it('is bound after its start by a calendar that was published after it had begun to hold', () => {
    expect(boundMonths([begin, asked])).toEqual([]);
    expect(boundMonths([begin, asked, late('09:00-12:00')])).toEqual(['2027-02', '2027-03']);
    expect(boundMonths([publishedOn('2026-12-20T00:00:00Z', helpdesk('2026-12-15')), asked])).toEqual([]);
  });

  it('is not concerned by a version of the company that leaves the hours as they are', () => {
    expect(boundMonths([begin, asked, late('09:00-18:00', { name: 'Other' })])).toEqual([]);
  });

  it('stays bound when the hours are put back, and is free from the day of a calendar that is published in time', () => {
    const back = publishedOn('2027-03-06T12:00:00Z', helpdesk('2027-02-01'));
    const next = publishedOn('2027-03-06T13:00:00Z', helpdesk('2027-04-01'));
    expect(boundMonths([begin, asked, late('09:00-12:00'), back, next])).toEqual(['2027-02', '2027-03']);
  });

  it('is bound by a calendar to which contacts may move, from the day on which the company has it', () => {
    const both = (valid_from: string, hours: string) => {
      const night = { zone: 'America/Sao_Paulo', hours: week(hours) };
      const [, { calendars }] = helpdesk(valid_from) as [string, { calendars: object }];
      return company({ valid_from, calendars: { ...calendars, night } });
    };
    expect(boundMonths([begin, asked, publishedOn('2027-03-05T12:00:00Z', both('2027-03-10', '22:00-06:00'))])).toEqual(
      [],
    );
    const late = publishedOn('2027-03-05T12:00:00Z', both('2027-02-10', '22:00-06:00'));
    expect(boundMonths([begin, asked, late])).toEqual(['2027-02', '2027-03']);
    const clock = publishedOn(EARLY, asking(first));
    expect(boundMonths([begin, clock, late])).toEqual([]);
  });

  it('is bound by the calendar of an exception, too; a limit by the clock is not', () => {
    const by = [{ channel: ['email'], limit: working.limit }];
    const excepted = publishedOn(EARLY, asking({ ...first, by }));
    expect(boundMonths([begin, excepted, late('09:00-12:00')])).toEqual(['2027-02', '2027-03']);
    expect(boundMonths([begin, publishedOn(EARLY, asking(first)), late('09:00-12:00')])).toEqual([]);
  });
});

describe('an index of a department whose units belong to others', () => {
  const begin = [publishedOn(EARLY, company()), publishedOn(EARLY, asking(first))];
  const inTime = publishedOn(EARLY, listing('2026-12-15', ALONE));
  const late = (...of: Parameters<typeof listing>) => publishedOn('2027-03-05T12:00:00Z', listing(...of));

  it('is bound after its start by a version that moves a unit in periods that had begun', () => {
    expect(boundMonths([...begin, inTime])).toEqual([]);
    expect(boundMonths([...begin, inTime, late('2027-02-10', MOVED)])).toEqual(['2027-02', '2027-03']);
    expect(boundMonths([...begin, publishedOn(EARLY, listing('2026-12-15', MOVED))])).toEqual([]);
  });

  it('is bound by a version that puts a unit back, and stays bound when the unit is moved again', () => {
    const at = publishedOn(EARLY, listing('2026-12-15', MOVED));
    expect(boundMonths([...begin, at, late('2027-03-01', ALONE)])).toEqual(['2027-03']);
    expect(boundMonths([...begin, at, late('2027-03-01', ALONE), late('2027-03-01', MOVED)])).toEqual(['2027-03']);
  });

  it('is not bound by titles, by units of other departments, nor by a first version that moves none', () => {
    const named = MOVED.map((one) => ({ ...one, title: 'A name' }));
    const at = publishedOn(EARLY, listing('2026-12-15', MOVED));
    expect(boundMonths([...begin, at, late('2027-02-10', named)])).toEqual([]);
    expect(boundMonths([...begin, inTime, late('2027-02-10', MOVED, 'delivery')])).toEqual([]);
    expect(boundMonths([...begin, late('2027-01-01', ALONE)])).toEqual([]);
    expect(boundMonths([...begin, late('2027-01-01', MOVED)])).toEqual(['2027-01', '2027-02', '2027-03']);
  });
});

describe("an index of a department of the company's own", () => {
  const price = { ...response(1), id: 'price_competitive', recordedAs: 'price_competitive', source: PRODUCT };
  const stating = (valid_from: string, entry: object): Published => [
    'departments',
    { valid_from, departments: { [PRODUCT]: entry } },
  ];
  const entry = productEntry();
  const other = structuredClone(entry) as { title?: string; metrics: Record<string, { hit: string }> };
  const bound = (...documents: Published[]) => {
    const isBound = boundAfterStart(published(publishedOn(EARLY, company()), ...documents));
    return months.filter((name) => isBound(price, month(name)));
  };

  it('is bound by the version of departments that gave the metric its meaning', () => {
    expect(bound(publishedOn(EARLY, stating('2027-01-01', entry)))).toEqual([]);
    expect(bound(publishedOn('2027-02-10T12:00:00Z', stating('2027-02-01', entry)))).toEqual(['2027-02']);
    const begin = publishedOn(EARLY, stating('2027-01-01', entry));
    const late = (changed: object) => publishedOn('2027-02-10T12:00:00Z', stating('2027-02-01', changed));
    expect(bound(begin, late({ ...entry, title: 'Words for people' }))).toEqual([]);
    const metric = other.metrics['price_competitive'];
    if (metric !== undefined) metric.hit = `!(${metric.hit})`;
    expect(bound(begin, late(other))).toEqual(['2027-02']);
  });
});

describe('whatever a company publishes', () => {
  const START = startOfDay('2027-01-01', 'America/Sao_Paulo');
  const anyEntry = fc.record({
    valid_from: fc.nat(110).map((days) => addDays('2027-01-01', days)),
    limit: fc.oneof(fc.constant(first.limit), fc.constant(working.limit)),
  });
  const anyStep = fc.record({
    dayOfPublication: fc.nat(130),
    what: fc.oneof(
      anyEntry,
      fc.record({ valid_from: fc.nat(110).map((days) => addDays('2027-01-01', days)), hours: fc.nat(3) }),
      fc.record({ valid_from: fc.nat(110).map((days) => addDays('2027-01-01', days)), isMoved: fc.boolean() }),
    ),
  });
  /** Documents of a company that begins in time and then publishes what the steps say. */
  const story = (steps: readonly (typeof anyStep extends fc.Arbitrary<infer T> ? T : never)[]): Published[] => {
    const entries: MetricVersion[] = [working];
    const begin = [publishedOn(EARLY, helpdesk('2026-12-15')), publishedOn(EARLY, asking(working))];
    const later = steps
      .toSorted((a, b) => a.dayOfPublication - b.dayOfPublication)
      .map(({ dayOfPublication, what }): Published => {
        const at = new Date(START + (dayOfPublication - 15) * 86_400_000 + 3_600_000).toISOString();
        if ('hours' in what) return publishedOn(at, helpdesk(what.valid_from, `09:00-1${what.hours + 5}:00`));
        if ('isMoved' in what) return publishedOn(at, listing(what.valid_from, what.isMoved ? MOVED : ALONE));
        entries.push(what);
        return publishedOn(at, asking(...entries));
      });
    return [...begin, ...later];
  };
  const isLate = ([kind, content, at = 0]: Published) => {
    const list = (content as { metrics?: Record<string, MetricVersion[]> }).metrics?.['first_response_in_time'];
    const day = kind === 'metrics' ? list?.at(-1)?.valid_from : (content as { valid_from: string }).valid_from;
    return startOfDay(day ?? '', 'America/Sao_Paulo') <= at;
  };

  it('nothing is bound after its start when everything was published before it begins', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 6 }), fc.integer({ min: 1, max: 7 }), (steps, definition) => {
        const all = story(steps);
        fc.pre(!all.some(isLate));
        expect(boundMonths(all, definition)).toEqual([]);
      }),
    );
  });

  it('no period that begins after the last publication is bound after its start', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 6 }), fc.integer({ min: 1, max: 7 }), (steps, definition) => {
        const all = story(steps);
        const last = Math.max(...all.map(([, , at = 0]) => at));
        for (const name of boundMonths(all, definition))
          expect(startOfDay(month(name).firstDay, 'America/Sao_Paulo') <= last).toBe(true);
      }),
    );
  });

  it('a mark of days that have begun stays, whatever is published later', () => {
    fc.assert(
      fc.property(
        fc.array(anyStep, { minLength: 1, maxLength: 6 }),
        fc.nat(6),
        fc.integer({ min: 1, max: 3 }),
        (steps, kept, definition) => {
          const all = story(steps);
          const before = all.slice(0, 2 + kept);
          const next = all[2 + kept]?.[2] ?? Number.POSITIVE_INFINITY;
          const begun = boundMonths(before, definition).filter(
            (name) => startOfDay(addDays(month(name).lastDay, 1), 'America/Sao_Paulo') <= next,
          );
          expect(boundMonths(all, definition)).toEqual(expect.arrayContaining(begun));
        },
      ),
    );
  });
});
