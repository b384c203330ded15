import { describe, expect, it } from 'vitest';
import type { Report } from '#deploy/simulator/world/reporting.js';
import { firstDayFor, LONGEST_DAYS, reportsBetween, simulate } from '#deploy/simulator/world/simulate.js';
import { STORY_NAMES, type StoryName } from '#deploy/simulator/world/stories.js';
import { clock, dayAt } from '#deploy/simulator/world/world.js';
import { readCompany } from '#libs/documents/read-company.js';
import { addDays } from '#libs/domain/time.js';
import { FIRST_DAY, fifteenDays, world } from './worlds.js';

const FEW = 9;
const told = (stories: readonly StoryName[] = [], seed = 1) => fifteenDays(stories, seed, FEW);
const textOf = ({ to, feed, fact, reportedAt }: Report) => JSON.stringify([to, feed, reportedAt, fact]);
const share = (some: readonly unknown[], of: readonly unknown[]) => (100 * some.length) / of.length;

describe('the simulated retailer', () => {
  const base = told();

  it('reports the same for the same seed, and other facts for another one', () => {
    expect(told().map(textOf)).toEqual(base.map(textOf));
    const other = new Set(told([], 2).map(textOf));
    expect(
      share(
        base.filter((one) => other.has(textOf(one))),
        base,
      ),
    ).toBeLessThan(1);
  });

  it('reports in the order of time, nothing before it happened, and the placement of an order before its other facts', () => {
    const placed = new Set<string>();
    let before = 0;
    for (const { at, reportedAt, fact, to } of base) {
      expect(reportedAt).toBeGreaterThanOrEqual(before);
      expect(reportedAt).toBeGreaterThan(at);
      before = reportedAt;
      if (to !== 'ordering' || fact.orderId === '') continue;
      if (fact.what?.$case === 'placed') placed.add(fact.orderId);
      else expect(placed.has(fact.orderId), fact.factId).toBe(true);
    }
  });

  it('reports about 1 % late, 5 % again with the same content, and withdraws some', () => {
    const ids = new Map<string, string>();
    const again = base.filter(({ feed, fact }) => {
      const text = JSON.stringify(fact);
      const known = ids.get(`${feed} ${fact.factId}`);
      if (known !== undefined) expect(known).toBe(text);
      ids.set(`${feed} ${fact.factId}`, text);
      return known !== undefined;
    });
    const late = base.filter((one) => !again.includes(one) && one.reportedAt - one.at >= 2 * 3_600_000);
    expect(share(again, base)).toBeGreaterThan(4);
    expect(share(again, base)).toBeLessThan(6);
    expect(share(late, base)).toBeGreaterThan(0.7);
    expect(share(late, base)).toBeLessThan(1.4);
    expect(base.filter(({ fact }) => fact.what?.$case === 'withdrawal').length).toBeGreaterThan(10);
  });

  it('has a rhythm of the day, of the week and of the year', () => {
    const placed = base.filter(({ fact }) => fact.what?.$case === 'placed');
    const hours = (from: number, to: number) =>
      placed.filter(({ at }) => at >= clock(dayAt(at), from * 60) && at < clock(dayAt(at), to * 60)).length;
    expect(hours(18, 22)).toBeGreaterThan(hours(0, 6) * 4);
    const ofDay = (day: string) =>
      reportsBetween(world([], 1, FEW), day, day).filter(({ fact }) => fact.what?.$case === 'placed').length;
    expect(ofDay('2027-01-10')).toBeGreaterThan(ofDay('2027-01-09')); // Sunday and Saturday
    expect(ofDay('2027-12-05')).toBeGreaterThan(ofDay('2027-02-07')); // two Sundays
    expect(
      base.filter(({ fact, at }) => fact.what?.$case === 'attempted' && new Date(dayAt(at)).getUTCDay() === 0),
    ).toEqual([]);
  });

  it('told day by day is the same as told at once, wherever it goes on', () => {
    const last = '2027-01-14';
    const whole = reportsBetween(world([], 1, FEW), FIRST_DAY, addDays(last, 1)).filter(
      ({ reportedAt }) => reportedAt < clock(last, 0),
    );
    const from = clock('2027-01-12', 600);
    const streamed: Report[] = [];
    for (const report of simulate(world([], 1, FEW), firstDayFor(world([], 1, FEW), from))) {
      if (report.reportedAt >= clock(last, 0)) break;
      if (report.reportedAt >= from) streamed.push(report);
    }
    expect(streamed.map(textOf)).toEqual(whole.filter(({ reportedAt }) => reportedAt >= from).map(textOf));
  });

  it('is over for what began on a day before the days are over that a start looks back', () => {
    const longest = Math.max(...base.map(({ reportedAt, fact }) => (reportedAt - beginOf(fact.factId)) / 86_400_000));
    expect(longest).toBeLessThan(LONGEST_DAYS);
    expect(longest).toBeGreaterThan(10);
  });

  it('has documents without a finding', () => {
    const checked = readCompany('data/kontor/company');
    expect(checked.kind === 'findings' ? checked.findings : []).toEqual([]);
  });
});

/** The day in the id of an order, a contact or a subject. */
function beginOf(factId: string): number {
  const [, year, month, day] = /(2027)-?(\d\d)-?(\d\d)/.exec(factId) ?? [];
  return clock(`${year}-${month}-${day}`, 0);
}

/** What a story may change: facts for which this holds. Everything else is as without the story. */
const CHANGES: Readonly<Record<StoryName, (report: Report) => boolean>> = {
  // The customer says where to leave a parcel the day before it comes.
  'carrier-strike': ({ feed, to, at }) =>
    at >= clock('2027-01-17', 0) && (feed === 'carrier-acme' || feed === 'help-desk' || to !== 'delivery'),
  'flash-sale': ({ fact }) => /(20270119|20270120)/.test(fact.factId),
  'silent-site': ({ feed, reportedAt }) => feed === 'site-south' && reportedAt >= clock('2027-01-18', 0),
  'tickets-closed-early': ({ to, at }) => to === 'support' && at >= clock('2027-01-18', 0),
  'promises-padded': ({ at }) => at >= clock('2027-01-18', 0),
  'address-feed-broken': ({ at }) => at >= clock('2027-01-18', 0),
};

describe('a story', () => {
  const base = new Map(told().map((report) => [textOf(report), report]));

  it.each(STORY_NAMES)('%s changes what it says, and nothing else', (name) => {
    const changedWorld = new Map(told([name]).map((report) => [textOf(report), report]));
    const changed = [
      ...[...base].filter(([text]) => !changedWorld.has(text)),
      ...[...changedWorld].filter(([text]) => !base.has(text)),
    ].map(([, report]) => report);
    expect(changed.length).toBeGreaterThan(10);
    expect(
      changed
        .filter((report) => !CHANGES[name](report))
        .map(textOf)
        .slice(0, 3),
    ).toEqual([]);
  });

  it('two stories change what both say', () => {
    const both = told(['silent-site', 'flash-sale']);
    expect(both.some(({ feed, reportedAt }) => feed === 'site-south' && reportedAt >= clock('2027-01-18', 0))).toBe(
      false,
    );
    expect(both.filter(({ fact }) => /20270119/.test(fact.factId)).length).toBeGreaterThan(
      told().filter(({ fact }) => /20270119/.test(fact.factId)).length * 2,
    );
  });
});
