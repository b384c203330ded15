import { describe, expect, it } from 'vitest';
import { ByQuestion, type Question } from './by-question.js';

const question = (changes: Partial<Question> = {}): Question => ({
  ...{ metric: 'delivered', definition: 1, unit: 'area/rj', part: '' },
  ...changes,
});

describe('ByQuestion', () => {
  it.each([3, 24, 25, 400])('finds what is about the same question, and nothing else, of %i', (count) => {
    const items = Array.from({ length: count }, (_, place) => question({ part: `parcel ${place}` }));
    const found = new ByQuestion(items);
    for (const item of items) expect(found.find({ ...item })).toBe(item);
    const { part } = items[1] as Question;
    const others = [
      { part },
      { part, metric: 'kept' },
      { part, definition: 2 },
      { part, unit: 'area/sp' },
      { part: 'x' },
    ];
    expect(others.map((other) => found.find(question(other)) !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(found.hasRepeats).toBe(false);
    expect(new ByQuestion([...items, question({ part })]).hasRepeats).toBe(true);
  });

  it('finds nothing among nothing', () => {
    expect(new ByQuestion([]).find(question())).toBeUndefined();
    expect(new ByQuestion([]).hasRepeats).toBe(false);
  });
});
