import { describe, expect, it } from 'vitest';
import { onlyFeed } from './callers.js';

const permit = (...feeds: string[]) => ({
  feedsVersion: 2,
  permitted: feeds.map((feed) => ({ feed, facts: [], origin: 0, zone: '', lateAfterHours: 6 })),
});

describe('the feed that an import reports as', () => {
  it('is the only one that the document lets report to the department', () => {
    expect(onlyFeed('support', permit('helpdesk'))).toBe('helpdesk');
  });

  it.each([
    ['of several feeds', permit('helpdesk', 'phone'), 'lets helpdesk, phone report to support. Name one of them'],
    [
      'when no feed may report',
      permit(),
      'feeds.yaml lets no feed report to support. Let one person propose a version that does with cx company propose, and another',
    ],
    [
      'without a document',
      { feedsVersion: 0, permitted: [] },
      'support has no document feeds yet. Let one person propose feeds.yaml',
    ],
  ])('has to be named or published %s', (_, listed, says) => {
    expect(() => onlyFeed('support', listed)).toThrow(says);
  });
});
