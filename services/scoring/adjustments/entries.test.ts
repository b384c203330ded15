import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aContent } from '../fixtures/stated-content.js';
import { type Entry, entriesOf, ledgerValue, originalEntries } from './entries.js';

const CLOSED = aContent({ delivery: 834_271n, support: 700_000n });
const restated = (indexes: Readonly<Record<string, bigint | undefined>>, version = 4) =>
  aContent(indexes, { version, supersedes: version - 1, state: 'ADJUSTED' });

describe('the entries of an adjustment', () => {
  const arrived = new Map([['delivery', { l3: 3n, l4: 4n, retracted: 1n }]]);
  const entries = entriesOf(
    { content: restated({ delivery: 840_000n, support: 700_000n }), number: 1, supersedes: 3 },
    CLOSED,
    arrived,
  );

  it('reverse the value stated last and state the new one, with both versions and what arrived', () =>
    expect(entries).toEqual([
      {
        ...{ department: 'delivery', kind: 'REVERSAL', adjustment: 1, supersedes: 3, version: 4, valueE4: -834_271n },
        ...{ indexBeforeE4: 834_271n, indexAfterE4: 840_000n, postingPeriod: undefined },
        arrived: { l3: 3n, l4: 4n, retracted: 1n },
      },
      {
        ...{ department: 'delivery', kind: 'RESTATEMENT', adjustment: 1, supersedes: 3, version: 4, valueE4: 840_000n },
        ...{ indexBeforeE4: 834_271n, indexAfterE4: 840_000n, postingPeriod: undefined },
        arrived: { l3: 3n, l4: 4n, retracted: 1n },
      },
    ]));

  it('are none of a department whose line does not change', () =>
    expect(entries.map(({ department }) => department)).not.toContain('support'));

  it('count an index that is not measured as 0', () => {
    const gone = entriesOf({ content: restated({ delivery: undefined }), number: 1, supersedes: 3 }, CLOSED);
    expect(gone.map(({ valueE4 }) => valueE4)).toEqual([-834_271n, 0n]);
  });
});

describe('the ledger', () => {
  const index = fc.option(fc.bigInt(0n, 1_000_000n), { nil: undefined });
  const indexes = fc.record({ delivery: index, support: index, warehouse: index });
  /** A correction that is posted, or one that is proposed and withdrawn. */
  const corrections = fc.array(fc.tuple(indexes, fc.boolean()), { maxLength: 12 });

  it('adds up to what the latest version states, after any corrections in any order', () => {
    fc.assert(
      fc.property(indexes, corrections, (closed, all) => {
        let latest = aContent(closed);
        const ledger: Entry[] = [...originalEntries(latest)];
        for (const [place, [next, isPosted]] of all.entries()) {
          const content = restated(next, latest.version + 1);
          const entries = entriesOf({ content, number: place + 1, supersedes: latest.version }, latest);
          if (!isPosted) continue;
          ledger.push(...entries);
          latest = content;
        }
        for (const { department, indexE4 } of latest.inputs)
          expect(ledgerValue(ledger, department)).toBe(indexE4 ?? 0n);
      }),
    );
  });

  it('comes back to the closed value when the last correction restores it', () => {
    const first = restated({ delivery: 900_000n, support: 1n }, 4);
    const back = restated({ delivery: 834_271n, support: 700_000n }, 5);
    const ledger = [
      ...originalEntries(CLOSED),
      ...entriesOf({ content: first, number: 1, supersedes: 3 }, CLOSED),
      ...entriesOf({ content: back, number: 2, supersedes: 4 }, first),
    ];
    expect(['delivery', 'support'].map((one) => ledgerValue(ledger, one))).toEqual([834_271n, 700_000n]);
    expect(ledger.length).toBe(2 + 4 + 4);
  });
});
