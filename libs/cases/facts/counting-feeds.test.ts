import { expect, it } from 'vitest';
import type { FeedRules } from '#libs/rules/permitted-feeds.js';
import { countingFeeds } from './counting-feeds.js';
import { NEVER } from './watermarks.js';

const shop = { feed: 'shop', origin: 'REPORTED', completeThrough: 5 } as const;
const old = { feed: 'old', origin: 'REPORTED', completeThrough: 1 } as const;
const permit = (...feeds: string[]): FeedRules => ({
  version: 1,
  permitted: new Map(feeds.map((feed) => [feed, { facts: undefined, origin: undefined, zone: undefined }])),
  listed: new Set(feeds),
});

it('a department without a document waits for every feed that has reported', () => {
  expect(countingFeeds([old, shop], undefined)).toEqual([old, shop]);
});

it('a feed that the document does not permit any more holds up no case', () => {
  expect(countingFeeds([old, shop], permit('shop'))).toEqual([shop]);
});

it('a feed that the document permits and that has not reported yet holds up every case', () => {
  expect(countingFeeds([shop], permit('shop', 'branch'))).toEqual([
    { feed: 'branch', origin: 'REPORTED', completeThrough: NEVER },
    shop,
  ]);
});

it('a department to which no feed may report is not complete', () => {
  expect(countingFeeds([shop], permit())).toEqual([]);
});
