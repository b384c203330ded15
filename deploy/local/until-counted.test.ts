import { describe, expect, it } from 'vitest';
import { untilCounted } from './until-counted.js';

describe('waiting until everything is counted', () => {
  const delivery = { source: 'delivery', unsealed: 0n, uncounted: 0n } as const;
  const often = { pollMs: 5, nothingMovesMs: 100 };

  it('is over when nothing has been under way three times', async () => {
    const answers = [{ ...delivery, unsealed: 1n }, { ...delivery, uncounted: 1n }, delivery, delivery, delivery];
    let asked = 0;
    await untilCounted(async () => [answers[asked++] ?? delivery], often);
    expect(asked).toBe(answers.length);
  });

  it('goes on as long as something moves, and says what waits when nothing does', async () => {
    let counted = 0n;
    const waits = untilCounted(
      async () => [{ ...delivery, uncounted: 50n - (counted < 40n ? ++counted : counted) }],
      often,
    );
    await expect(waits).rejects.toThrow(
      'Nothing has moved for 0.1 s. delivery: 0 to judge or seal, 10 batches to count',
    );
    expect(counted).toBe(40n); // which took twice as long as nothing may move
  });

  it('throws what is a bug, at once', async () => {
    await expect(untilCounted(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
  });
});
