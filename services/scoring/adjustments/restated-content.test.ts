import { describe, expect, it } from 'vitest';
import { aContent, aLine } from '../fixtures/stated-content.js';
import { changedLines, hasSameFigures, restatedContent } from './restated-content.js';

const CLOSED = aContent({ delivery: 834_271n, support: 700_000n, survey: undefined });
const recounted = (delivery: bigint | undefined) =>
  aContent(
    { delivery, support: 700_000n, survey: undefined },
    { version: 4, supersedes: 3, state: 'PROVISIONAL', reason: 'LATE_DATA' },
  );
const terms = { number: 1, reason: 'LATE_DATA' } as const;

describe('a restated version', () => {
  it('has the recounted figures under the next number, and says what it corrects', () =>
    expect(restatedContent(recounted(840_000n), CLOSED, terms)).toMatchObject({
      ...{ version: 4, supersedes: 3, state: 'ADJUSTED', reason: 'LATE_DATA', adjustment: 1, payable: true },
      inputs: [{ indexE4: 840_000n }, {}, {}],
    }));

  it('keeps what people decided about paying with the close, and states anew what the data decide', () => {
    const held = { ...CLOSED, accepted: ['RULES_BOUND_AFTER_START'] as const };
    const latest = {
      ...held,
      inputs: held.inputs.map((line) =>
        line.department === 'support' ? { ...line, notPayableReasons: ['HELD', 'GENERATED_DATA'] as const } : line,
      ),
    };
    const fresh = recounted(840_000n);
    const now = {
      ...fresh,
      inputs: fresh.inputs.map((line) => ({
        ...line,
        notPayableReasons: ['NOT_APPROVED', 'RULES_BOUND_AFTER_START', 'COVERAGE_LOW'] as const,
      })),
    };
    const restated = restatedContent(now, latest, terms);
    expect(restated.inputs.map(({ notPayableReasons }) => notPayableReasons)).toEqual([
      ['COVERAGE_LOW'],
      ['HELD', 'COVERAGE_LOW'],
      ['COVERAGE_LOW'],
    ]);
    expect(restated).toMatchObject({ payable: false, accepted: ['RULES_BOUND_AFTER_START'] });
  });
});

describe('the lines that change', () => {
  it('are those with other figures', () => expect(changedLines(CLOSED, recounted(840_000n))).toEqual(['delivery']));

  it('are not those of which only the arrival differs, or the change since the version before', () => {
    const inputs = CLOSED.inputs.map((line) => ({ ...line, observationsL2: 7n, changeSinceLastVersionE4: 9n }));
    expect(changedLines(CLOSED, { ...CLOSED, inputs })).toEqual([]);
  });

  it('are also those with the same index from other cases', () => {
    const inputs = CLOSED.inputs.map((line) => ({ ...line, coverageBp: 9_000n }));
    expect(changedLines(CLOSED, { ...CLOSED, inputs })).toEqual(['delivery', 'support', 'survey']);
  });

  it('are those that are measured now, or no more', () => {
    const now = aContent({ delivery: undefined, support: 700_000n, survey: 1n });
    expect(changedLines(CLOSED, now)).toEqual(['delivery', 'survey']);
  });
});

describe('an engine', () => {
  it('is the same when it makes the same indexes and metrics of the same counts', () => {
    const again = { ...CLOSED, inputs: CLOSED.inputs.map((line) => ({ ...line, observationsL1: 5n })) };
    expect(hasSameFigures(CLOSED, again)).toBe(true);
  });

  it.each([
    ['another index', aLine('delivery', 834_272n)],
    ['other figures of a metric', aLine('delivery', 834_271n, { metrics: [{ metric: 'on_time' } as never] })],
  ])('is another one when it makes %s', (_, line) => {
    const inputs = CLOSED.inputs.map((one) => (one.department === 'delivery' ? line : one));
    expect(hasSameFigures(CLOSED, { ...CLOSED, inputs })).toBe(false);
  });
});
