import { describe, expect, it } from 'vitest';
import type { Origin } from '#libs/domain/observation.js';
import type { FeedRules } from '#libs/rules/permitted-feeds.js';
import { countingFeeds, type ReportingFeed } from './counting-feeds.js';
import { type FeedProgress, NEVER } from './watermarks.js';

const shop = { feed: 'shop', origin: 'REPORTED', completeThrough: 5 } as const;
const old = { feed: 'old', origin: 'REPORTED', completeThrough: 1 } as const;
const reporting = (one: FeedProgress): ReportingFeed => ({ ...one, defaultOrigin: undefined });
const permit = (...feeds: string[]) => permitAs(undefined, ...feeds);
const permitAs = (origin: Origin | undefined, ...feeds: string[]): FeedRules => ({
  version: 1,
  permitted: new Map(feeds.map((feed) => [feed, { facts: undefined, origin, zone: undefined, lateAfterHours: 6 }])),
  listed: new Set(feeds),
});

it('a department without a document waits for every feed that has reported', () => {
  expect(countingFeeds([old, shop].map(reporting), undefined)).toEqual([old, shop]);
});

it('a feed that the document does not permit any more holds up no case', () => {
  expect(countingFeeds([old, shop].map(reporting), permit('shop'))).toEqual([shop]);
});

it('a feed that the document permits and that has not reported yet holds up every case', () => {
  expect(countingFeeds([reporting(shop)], permit('shop', 'branch'))).toEqual([
    { feed: 'branch', origin: 'REPORTED', completeThrough: NEVER },
    shop,
  ]);
});

it('a department to which no feed may report is not complete', () => {
  expect(countingFeeds([reporting(shop)], permit())).toEqual([]);
});

describe('the origin of a feed that has declared and reported nothing', () => {
  const declared: ReportingFeed = { feed: 'shop', completeThrough: 5, origin: undefined, defaultOrigin: undefined };
  const originOf = (one: ReportingFeed, rules: FeedRules | undefined) => countingFeeds([one], rules)[0]?.origin;

  it.each([
    ['what the document states', declared, permitAs('GENERATED', 'shop'), 'GENERATED'],
    ['what it has declared as its default', { ...declared, defaultOrigin: 'IMPORTED' }, permit('shop'), 'IMPORTED'],
    ['that, also without a document', { ...declared, defaultOrigin: 'IMPORTED' }, undefined, 'IMPORTED'],
    [
      'what the document states before that',
      { ...declared, defaultOrigin: 'IMPORTED' },
      permitAs('GENERATED', 'shop'),
      'GENERATED',
    ],
    ['REPORTED where neither says it, so that its silence is seen', declared, permit('shop'), 'REPORTED'],
  ] as const)('is %s', (_, one, rules, origin) => {
    expect(originOf(one, rules)).toBe(origin);
  });

  it('is that of its facts as soon as it has sent one', () => {
    const sent = { ...declared, origin: 'REPORTED', defaultOrigin: 'IMPORTED' } as const;
    expect(originOf(sent, permitAs('GENERATED', 'shop'))).toBe('REPORTED');
  });
});
