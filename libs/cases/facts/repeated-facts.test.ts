import { describe, expect, it } from 'vitest';
import { countingFacts, type RepeatRule } from './repeated-facts.js';

const fact = (kind: string, content: string, part = '') => ({ kind, content, part });
const of = (rule: RepeatRule, ...facts: ReturnType<typeof fact>[]) => {
  const { counting, inconsistencies } = countingFacts(
    facts,
    () => rule,
    ({ content }) => content,
  );
  return [counting.map(({ content }) => content), inconsistencies];
};
const FIRST = { counts: 'first' } as const;

describe('facts of one kind about one case', () => {
  it.each<[string, RepeatRule, string[], string[]]>([
    ['the first counts where the kind says so, and both are flagged', FIRST, ['the 21st'], ['DELIVERED_TWICE']],
    ['the last counts where the kind says so', { counts: 'last' }, ['the 24th'], ['DELIVERED_TWICE']],
    ['every one counts where the kind says so, without a flag', { counts: 'every' }, ['the 21st', 'the 24th'], []],
    ['no flag where several are normal', { counts: 'last', mayRepeat: true }, ['the 24th'], []],
  ])('%s', (_, rule, counting, inconsistencies) => {
    expect(of(rule, fact('delivered', 'the 21st'), fact('delivered', 'the 24th'))).toEqual([counting, inconsistencies]);
  });

  it('that say the same under two ids do not contradict each other', () => {
    expect(of(FIRST, fact('delivered', 'the 21st'), fact('delivered', 'the 21st'))).toEqual([['the 21st'], []]);
  });

  it('of two kinds, and of two parts, do not contradict each other', () => {
    expect(of(FIRST, fact('released', 'a'), fact('canceled', 'b'), fact('canceled', 'c', 'parcel 2'))).toEqual([
      ['a', 'b', 'c'],
      [],
    ]);
  });

  it('are flagged once for each kind, however many there are', () => {
    const four = [fact('b', '1'), fact('a', '1'), fact('b', '2'), fact('a', '2'), fact('b', '3')];
    expect(of(FIRST, ...four)).toEqual([
      ['1', '1'],
      ['A_TWICE', 'B_TWICE'],
    ]);
  });

  it('none at all is fine', () => expect(of(FIRST)).toEqual([[], []]));
});
