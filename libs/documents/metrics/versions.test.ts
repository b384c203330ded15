import { describe, expect, it } from 'vitest';
import type { MetricVersion } from './metrics-document.js';
import { brokenVersions, firstDayOfAdded } from './versions.js';

const hour = { valid_from: '2026-01-01', limit: { minutes: 60 } };
const quarter = { valid_from: '2027-01-01', limit: { minutes: 15 } };
const of = (...versions: MetricVersion[]) => ({ metrics: { first_response_in_time: versions } });

describe('published versions of a metric', () => {
  it('stay when a version is appended, whatever its first day is', () => {
    expect(brokenVersions(of(quarter), of(quarter, hour))).toEqual([]);
  });

  it('stay when only the order of their keys differs', () => {
    expect(brokenVersions(of(hour), of({ limit: { minutes: 60 }, valid_from: '2026-01-01' }))).toEqual([]);
  });

  it.each([
    ['another limit', of({ ...hour, limit: { minutes: 61 } })],
    ['another first day', of({ ...hour, valid_from: '2026-01-02' })],
    ['another place', of(quarter, hour)],
  ])('are not changed: %s', (_, next) => {
    expect(brokenVersions(of(hour), next)).toEqual([
      {
        reason: 'DEFINITION_CHANGED',
        place: 'metrics.first_response_in_time[0]',
        description: expect.stringContaining('append a version after the last one'),
      },
    ]);
  });

  it.each([
    ['the version', of(hour)],
    ['the whole metric', { metrics: {} }],
  ])('are not removed: %s', (_, next) => {
    const broken = brokenVersions(of(hour, quarter), next);
    expect(broken.at(-1)).toEqual({
      reason: 'DEFINITION_REMOVED',
      place: 'metrics.first_response_in_time[1]',
      description: expect.stringContaining('asked: false'),
    });
  });
});

describe('the first day of a metrics document', () => {
  it('is the earliest of its versions when it is the first document', () => {
    expect(firstDayOfAdded(undefined, of(quarter, hour))).toBe('2026-01-01');
  });

  it('is the earliest of the versions that were added later', () => {
    expect(firstDayOfAdded(of(hour), of(hour, { ...quarter, valid_from: '2028-01-01' }, quarter))).toBe('2027-01-01');
    expect(firstDayOfAdded(of(quarter), of(quarter, hour))).toBe('2026-01-01');
  });

  it('is none when no version was added', () => {
    expect(firstDayOfAdded(of(hour), of(hour))).toBeUndefined();
    expect(firstDayOfAdded(undefined, { metrics: {} })).toBeUndefined();
  });
});
