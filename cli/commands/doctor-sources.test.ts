import { describe, expect, it } from 'vitest';
import { sourceFaultToProto } from '#libs/batches/format/source-fault.js';
import { sourceFindings } from './doctor-sources.js';

describe('cx doctor, about batches that cannot be fetched', () => {
  it('finds nothing wrong while every source answers', () => {
    expect(sourceFindings([{ process: 'scoring', sourceFaults: [] }])).toEqual([]);
  });

  it('names process, source, reason, cure, and what the source said', () => {
    const fault = { source: 'delivery', reason: 'NOT_AUTHORIZED', detail: '10.0.0.7:7103: no', since: 0 } as const;
    const [finding, ...more] = sourceFindings([{ process: 'scoring', sourceFaults: [sourceFaultToProto(fault)] }]);
    expect(more).toEqual([]);
    expect(finding?.sign).toBe('NO');
    expect(finding?.text).toMatch(
      /^scoring cannot fetch batches from delivery since 1970-01-01T00:00:00.000Z \(NOT_AUTHORIZED\)\. .* It says: 10\.0\.0\.7:7103: no\.$/,
    );
  });
});
