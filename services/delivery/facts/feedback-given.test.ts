import { describe, expect, it } from 'vitest';
import { feedbackGiven } from './feedback-given.js';

describe('the fact feedback_given', () => {
  it('says its sentiment in a word', () => {
    expect(feedbackGiven.check?.({ sentiment: 2 }, 0)).toBeUndefined();
    expect(feedbackGiven.read?.({ sentiment: 2 }, 7)).toEqual({
      name: 'feedback_given',
      happenedAt: 7,
      sentiment: 'NEGATIVE',
    });
    expect(feedbackGiven.describe?.({ sentiment: 2 }, 'UTC')).toBe('negative');
  });

  it.each([0, 3])('is refused with the sentiment %d', (sentiment) => {
    expect(feedbackGiven.check?.({ sentiment }, 0)).toMatchObject({
      reason: 'CHOICE_UNKNOWN',
      field: 'feedback_given.sentiment',
    });
  });
});
