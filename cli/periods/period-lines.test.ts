import { describe, expect, it } from 'vitest';
import { VersionSummary } from '#libs/contracts/cx/bonus/v1/period.js';
import { proofLines } from './period-lines.js';

describe('the lines after a close', () => {
  it('say how to take what proves it, and how to check that', () => {
    const closed = VersionSummary.fromPartial({ name: 'periods/2018-07/snapshots/3' });
    expect(proofLines({ closed })).toEqual([
      '  Next: take what proves it:   npx cx bonus record periods/2018-07/snapshots/3 --out 2018-07-v3',
      '        check it, anywhere:    npx cx verify 2018-07-v3',
    ]);
  });

  it('are none while a period is not closed', () => {
    expect(proofLines({ closed: undefined })).toEqual([]);
  });
});
