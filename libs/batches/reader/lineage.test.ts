import { describe, expect, it } from 'vitest';
import { type EpochLineage, survival } from './lineage.js';

const begun = (epoch: number, number: bigint): EpochLineage => ({
  continues: { epoch, number, sha256: '' },
  survivesThrough: undefined,
});
const founding: EpochLineage = { continues: undefined, survivesThrough: undefined };
const unknown: EpochLineage = { continues: undefined, survivesThrough: undefined };

describe('the line of epochs', () => {
  it('keeps all of an epoch that no other epoch continues', () => {
    expect(survival(new Map([[1, founding]]))).toEqual(new Map([[1, undefined]]));
  });

  it('ends an epoch at the batch that the next one continues', () => {
    expect(
      survival(
        new Map([
          [1, founding],
          [70, begun(1, 80n)],
        ]),
      ).get(1),
    ).toBe(80n);
  });

  it('leaves out a life that the newest does not come from, and brings back what that life had cut off', () => {
    const lives = new Map([
      [1, founding],
      [70, begun(1, 80n)],
      [90, begun(1, 95n)],
    ]);
    expect(survival(lives)).toEqual(
      new Map([
        [1, 95n],
        [70, 0n],
        [90, undefined],
      ]),
    );
  });

  it('follows many lives back', () => {
    const lives = new Map([
      [1, founding],
      [70, begun(1, 80n)],
      [90, begun(70, 4n)],
    ]);
    expect(survival(lives)).toEqual(
      new Map([
        [1, 80n],
        [70, 4n],
        [90, undefined],
      ]),
    );
  });

  it('says nothing of what lies before an epoch whose first batch is not here', () => {
    const lives = new Map([
      [1, { ...founding, survivesThrough: 7n }],
      [70, unknown],
      [80, begun(1, 1n)],
      [90, begun(70, 4n)],
    ]);
    expect(survival(lives)).toEqual(
      new Map([
        [1, 7n],
        [70, 4n],
        [80, 0n],
        [90, undefined],
      ]),
    );
  });

  it('lets a shard that was emptied begin without anything before it', () => {
    expect(
      survival(
        new Map([
          [1, founding],
          [70, begun(0, 0n)],
        ]),
      ),
    ).toEqual(
      new Map([
        [1, 0n],
        [70, undefined],
      ]),
    );
  });
});
