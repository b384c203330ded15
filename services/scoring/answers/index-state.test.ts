import { describe, expect, it } from 'vitest';
import { parsePeriod } from '#libs/domain/period.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { indexState, lastDueOf, type StateFacts } from './index-state.js';

const zone = 'America/Sao_Paulo';
const at = (wallTime: string) => instantOfWallTime(wallTime, zone);
const august = parsePeriod('2018-08') as NonNullable<ReturnType<typeof parsePeriod>>;
const matured = at('2018-09-15T00:00'); // the end of 31 August and 14 days
const feed = (source: 'delivery' | 'ordering', completeThrough: number | undefined) => ({
  source,
  feed: 'shop',
  completeThrough,
  origin: 'IMPORTED' as const,
});

const facts: StateFacts = {
  now: at('2026-11-24T09:00'),
  lastDue: lastDueOf(august, 14, zone),
  sources: ['delivery', 'ordering'],
  feeds: [feed('delivery', matured), feed('ordering', matured)],
  missingBatches: 0n,
  quarantinedBatches: 0n,
  frozenAs: undefined,
};

describe('an index of August whose last case is judged on 14 September', () => {
  it.each([
    ['is open until that day is over', { now: matured - 1 }, 'OPEN'],
    ['is complete after that day, if all feeds have reported that far', { now: matured }, 'COMPLETE'],
    [
      'is collected while a feed is one millisecond behind',
      { feeds: [feed('delivery', matured - 1), feed('ordering', matured)] },
      'COLLECTING',
    ],
    [
      'is collected while a feed has declared nothing',
      { feeds: [feed('delivery', undefined), feed('ordering', matured)] },
      'COLLECTING',
    ],
    ['is collected while a source it needs has no feed', { feeds: [feed('delivery', matured)] }, 'COLLECTING'],
    ['is collected while a batch is missing', { missingBatches: 1n }, 'COLLECTING'],
    ['is collected while a batch is in quarantine', { quarantinedBatches: 1n }, 'COLLECTING'],
    ['is provisional once a snapshot was made', { frozenAs: 'PROVISIONAL' }, 'PROVISIONAL'],
    ['is open until that day is over, with a snapshot too', { frozenAs: 'PROVISIONAL', now: matured - 1 }, 'OPEN'],
    ['is closed once its month is, whatever a feed lacks', { frozenAs: 'CLOSED', feeds: [] }, 'CLOSED'],
    ['is adjusted once a correction was posted', { frozenAs: 'ADJUSTED', missingBatches: 1n }, 'ADJUSTED'],
  ] as const)('%s', (_, change, state) => {
    expect(indexState({ ...facts, ...change })).toBe(state);
  });
});
