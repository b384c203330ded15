import { describe, expect, it } from 'vitest';
import { conversationEnded } from './conversation-ended.js';

const conversation = { queueSeconds: 30, talkSeconds: 200, holdSeconds: 60, afterWorkSeconds: 90 };

describe('a conversation', () => {
  it('takes the time of the customer until it ends, and that of the help desk from its begin', () => {
    expect(conversationEnded.read?.(conversation, 7)).toEqual({
      ...{ name: 'conversation_ended', happenedAt: 7 },
      customerSeconds: 30 + 200 + 60,
      handleSeconds: 200 + 60 + 90,
    });
    expect(conversationEnded.describe?.(conversation, 'UTC')).toBe(
      '30 s in the queue, 200 s talked, 60 s on hold, 90 s of work afterwards',
    );
  });

  it.each([
    ['queueSeconds', 'queue_seconds'],
    ['talkSeconds', 'talk_seconds'],
    ['holdSeconds', 'hold_seconds'],
    ['afterWorkSeconds', 'after_work_seconds'],
  ])('has %s from none to a day', (key, name) => {
    const check = (seconds: number) => conversationEnded.check?.({ ...conversation, [key]: seconds }, 0);
    for (const seconds of [0, 86_400]) expect(check(seconds)).toBeUndefined();
    for (const seconds of [-1, 86_401]) {
      expect(check(seconds)).toMatchObject({ reason: 'SECONDS_OUT_OF_RANGE', field: `conversation_ended.${name}` });
    }
  });
});
