import { describe, expect, it } from 'vitest';
import type { StoryName } from '#deploy/simulator/world/stories.js';
import { clock } from '#deploy/simulator/world/world.js';
import { BUILT_IN_DEPARTMENTS, type Department } from '#libs/domain/observation.js';
import { type Answers, answersOf, counterOf } from './answers.js';
import { type JudgedAt, judgeRetailer } from './judge-retailer.js';
import { fifteenDays } from './worlds.js';

/** The week in which a story begins, and the two after. */
const [WEEK_3, AFTER, LATER] = ['2027-W03', '2027-W04', '2027-W05'];
/** Everything is due by then, and all feeds are complete. */
const LATE: JudgedAt = { now: clock('2027-04-01', 0) };

const told = (stories: readonly StoryName[], at = LATE): Answers => answersOf(judgeRetailer(fifteenDays(stories), at));
const base = told([]);

/** The index of a department in points; undefined when it is not measured. */
function pointsOf(answers: Answers, department: Department, week: string): number | undefined {
  const { outcome } = answers.index(department, week).index;
  return outcome.kind === 'measured' ? Number(outcome.indexE4) / 10_000 : undefined;
}

const worst = (answers: Answers, department: Department, week: string) => answers.lost(department, week)[0]?.metric;
/** Who answers for most of the misses, or which unit has most of them. */
const first = (answers: Answers, metric: string, week: string, by: string) =>
  answers.misses(metric, week, by)[0]?.label;
/** The week in which a story shows in a department: most metrics of support count a week after the contact. */
const weekOf = (department: Department) => (department === 'support' ? AFTER : WEEK_3);
/**
 * Whether the index of a department fell by more than chance: its range lies below that without the story. A week of this retailer has some
 * dozens of contacts, so the index of support moves by ten points without a cause.
 */
function isCharged(answers: Answers, department: Department, week: string): boolean {
  const [told, untold] = [answers, base].map((one) => one.index(department, week).index.outcome);
  if (told?.kind !== 'measured' || untold?.kind !== 'measured') throw new Error(`${department} is measured`);
  return told.interval.upperE4 < untold.interval.lowerE4;
}
/** How the index of a department differs from the one without the story, in points. */
const moved = (answers: Answers, department: Department, week: string) =>
  (pointsOf(answers, department, week) ?? Number.NaN) - (pointsOf(base, department, week) ?? Number.NaN);

describe('a carrier strikes in week 3', () => {
  const answers = told(['carrier-strike']);

  it('delivery falls in that week, by the first promise most of all', () => {
    expect(moved(answers, 'delivery', WEEK_3)).toBeLessThan(-15);
    expect(isCharged(answers, 'delivery', WEEK_3)).toBe(true);
    expect(worst(answers, 'delivery', WEEK_3)).toBe('delivered_by_first_promise');
  });

  it('the misses name the carrier, and delivery as the department that answers for them', () => {
    expect(first(answers, 'delivered_by_first_promise', WEEK_3, 'unit:2')).toBe('carrier/acme');
    expect(first(answers, 'delivered_by_first_promise', WEEK_3, 'responsible')).toBe('delivery');
    expect(answers.rate('delivered_by_first_promise', WEEK_3, 'carrier/acme')).toBeLessThan(80);
    expect(answers.rate('delivered_by_first_promise', WEEK_3, 'carrier/bolt')).toBe(
      base.rate('delivered_by_first_promise', WEEK_3, 'carrier/bolt'),
    );
  });

  it('customers ask the help desk where their orders are, and the contract of the carrier is broken', () => {
    expect(first(answers, 'no_order_status_question', WEEK_3, 'responsible')).toBe('delivery');
    expect(first(answers, 'no_question_after_parcel', WEEK_3, 'responsible')).toBe('delivery');
    expect(first(answers, 'no_question_after_parcel', WEEK_3, 'unit:2')).toBe('carrier/acme');
    expect(answers.rate('contract_transit_kept', WEEK_3, 'carrier/acme')).toBeLessThan(
      base.rate('contract_transit_kept', WEEK_3, 'carrier/acme') - 20,
    );
  });

  it.each(['ordering', 'warehouse', 'support'] as const)('%s is not charged', (department) => {
    expect(isCharged(answers, department, weekOf(department))).toBe(false);
  });
});

describe('a flash sale in week 3', () => {
  const answers = told(['flash-sale']);

  it('the warehouses fall, by the limit of the hand-over most of all', () => {
    expect(moved(answers, 'warehouse', WEEK_3)).toBeLessThan(-15);
    expect(worst(answers, 'warehouse', WEEK_3)).toBe('handed_over_by_limit');
    expect(answers.rate('handed_over_by_limit', WEEK_3)).toBeLessThan(80);
  });

  it('delivery answers for none of the orders that left too late: the warehouse does', () => {
    expect(first(answers, 'delivered_by_first_promise', WEEK_3, 'responsible')).toBe('warehouse');
    expect(answers.rate('delivered_by_first_promise', WEEK_3)).toBeGreaterThan(
      base.rate('delivered_by_first_promise', WEEK_3) - 7,
    );
  });

  it('customers who ask where their orders are ask because of the warehouse, as the milestones say', () => {
    expect(first(answers, 'no_question_after_parcel', WEEK_3, 'responsible')).toBe('warehouse');
  });

  it.each(['ordering', 'support'] as const)('%s is not charged', (department) => {
    expect(isCharged(answers, department, weekOf(department))).toBe(false);
  });
});

describe('a site stops reporting in week 3', () => {
  const silentSince = clock('2027-01-18', 0);
  const at = (now: number, origin: JudgedAt['origin'] = 'GENERATED'): JudgedAt => ({
    ...{ now, origin },
    completeThrough: (feed) => (feed === 'site-south' ? silentSince : now),
  });
  const reports = fifteenDays(['silent-site']);
  const afterWeek4 = judgeRetailer(reports, at(clock('2027-02-01', 0)));
  const answers = answersOf(afterWeek4);

  it('the cases of the warehouse wait, and the index names the feed of the site', () => {
    const { waitsFor, index } = answers.index('warehouse', WEEK_3);
    expect(waitsFor).toEqual(['warehouse/site-south']);
    expect(index.outcome).toEqual({ kind: 'not_measured', reason: 'FEED_SILENT' });
  });

  it('what needs the warehouse waits for it, and no other department is charged', () => {
    expect([...new Set(afterWeek4.waiting.map(({ waitsFor }) => waitsFor))].sort()).toEqual([
      'warehouse',
      'warehouse/site-south',
    ]);
    const charged = afterWeek4.verdicts.filter(
      ({ cause, responsible }) => cause === 'FEED_SILENT' || responsible === 'warehouse',
    );
    expect(
      charged.filter(({ source, day }) => source !== 'support' && source !== 'ordering' && day > '2027-01-19'),
    ).toEqual([]);
    expect(moved(answers, 'ordering', WEEK_3)).toBe(0);
    expect(Math.abs(moved(answers, 'support', AFTER))).toBeLessThan(3); // some facts of that week come later
  });

  it('if what it reports were real, the warehouse is charged after fourteen days, and the other departments are not', () => {
    const { verdicts } = judgeRetailer(reports, at(clock('2027-02-03', 0), 'REPORTED'));
    const charged = verdicts.filter(({ cause }) => cause === 'FEED_SILENT');
    expect(charged.length).toBeGreaterThan(50);
    expect([...new Set(charged.map(({ source }) => source))]).toEqual(['warehouse']);
  });
});

describe('a team closes its tickets early', () => {
  const answers = told(['tickets-closed-early']);
  const rate = (of: Answers, metric: string, unit = 'team/mail') => of.rate(metric, AFTER, unit);

  it('the number that it games rises', () => {
    expect(rate(answers, 'resolved_in_time')).toBeGreaterThan(rate(base, 'resolved_in_time') + 5);
  });

  it('its counter-metric shows it: the issues are opened again', () => {
    expect(counterOf('resolved_in_time')).toBe('stayed_resolved');
    const late = (of: Answers) => of.rate('stayed_resolved', LATER, 'team/mail');
    expect(late(answers)).toBeLessThan(late(base) - 30);
  });

  it('support loses by it: customers ask a second time, most of them the team', () => {
    expect(worst(answers, 'support', AFTER)).toBe('solved_without_second_contact');
    expect(first(answers, 'solved_without_second_contact', AFTER, 'unit:2')).toBe('team/mail');
    expect(moved(answers, 'support', AFTER)).toBeLessThan(-5);
  });

  it('the other teams and departments stay as they are', () => {
    for (const team of ['team/phone', 'team/returns'])
      expect(rate(answers, 'solved_without_second_contact', team)).toBe(
        rate(base, 'solved_without_second_contact', team),
      );
    for (const department of ['ordering', 'warehouse', 'delivery'] as const)
      expect(moved(answers, department, WEEK_3)).toBe(0);
  });
});

describe('promises are padded', () => {
  const answers = told(['promises-padded']);

  it('the numbers that it lifts rise', () => {
    expect(answers.rate('promised_with_good_odds', LATER)).toBe(100);
    expect(answers.rate('delivered_by_first_promise', LATER)).toBeGreaterThan(
      base.rate('delivered_by_first_promise', WEEK_3),
    );
  });

  it('the counter-metric of both shows it: half of the promised time was not needed', () => {
    expect(counterOf('promised_with_good_odds')).toBe('promise_not_padded');
    expect(counterOf('delivered_by_first_promise')).toBe('promise_not_padded');
    expect(base.rate('promise_not_padded', WEEK_3)).toBeGreaterThan(90);
    expect(answers.rate('promise_not_padded', LATER)).toBeLessThan(50);
  });

  it('the warehouses stay as they are', () => {
    expect(moved(answers, 'warehouse', WEEK_3)).toBe(0);
  });
});

describe('the feed of addresses is broken in week 3', () => {
  const answers = told(['address-feed-broken']);

  it('ordering falls in that week: orders wait for a person before they are released', () => {
    expect(worst(answers, 'ordering', WEEK_3)).toBe('released_in_time');
    expect(moved(answers, 'ordering', WEEK_3)).toBeLessThan(-8);
  });

  it('the data of its orders are wrong, which is what shows a release without a check', () => {
    expect(counterOf('released_in_time')).toBe('order_data_right');
    expect(answers.rate('order_data_right', AFTER)).toBeLessThan(base.rate('order_data_right', AFTER) - 10);
  });

  it('first attempts fail at wrong addresses, and ordering answers for them, not the carriers', () => {
    expect(first(answers, 'delivered_at_first_attempt', AFTER, 'responsible')).toBe('ordering');
    expect(answers.rate('delivered_at_first_attempt', AFTER)).toBeGreaterThan(
      base.rate('delivered_at_first_attempt', AFTER) - 3,
    );
  });

  it.each(['warehouse', 'delivery', 'support'] as const)('%s is not charged', (department) => {
    expect(isCharged(answers, department, weekOf(department))).toBe(false);
  });
});

describe('what a story costs most, of all departments, weeks and metrics', () => {
  it.each<readonly [story: StoryName, department: string, week: string, metric: string, unit: string]>([
    ['carrier-strike', 'delivery', WEEK_3, 'delivered_by_first_promise', 'carrier/acme'],
    ['flash-sale', 'warehouse', WEEK_3, 'handed_over_by_limit', 'site/north'],
    ['tickets-closed-early', 'support', AFTER, 'solved_without_second_contact', 'team/mail'],
    ['address-feed-broken', 'ordering', WEEK_3, 'released_in_time', 'method/card'],
  ])('%s: %s in %s, by %s, most of it in %s', (story, department, week, metric, unit) => {
    const answers = told([story]);
    const [most] = BUILT_IN_DEPARTMENTS.flatMap((department) =>
      [WEEK_3, AFTER, LATER].flatMap((week) => lostMore(answers, department, week)),
    ).sort((a, b) => b.points - a.points);
    if (most === undefined) throw new Error('nothing is weighed');
    expect(most).toMatchObject({ department, week, metric });
    expect(first(answers, metric, week, 'unit:2')).toBe(unit);
  });
});

/** What each metric loses more than without the story, in points of the index. */
function lostMore(answers: Answers, department: Department, week: string) {
  const usual = new Map(base.lost(department, week).map(({ metric, points }) => [metric, points]));
  return answers
    .lost(department, week)
    .map(({ metric, points }) => ({ department, week, metric, points: points - (usual.get(metric) ?? 0) }));
}
