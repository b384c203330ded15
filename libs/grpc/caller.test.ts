import { Metadata } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { CALLER_KEY, developmentCallers, identify, requireGrant } from './caller.js';

const callers = developmentCallers();

describe('in a development installation', () => {
  it.each([
    ['olist', ['report:ordering', 'report:warehouse', 'report:delivery', 'read']],
    ['agency', ['report:survey']],
    ['generator', ['report:support']],
    ['console', ['read', 'bonus']],
    ['scoring', ['batches', 'read']],
    ['ordering', ['batches']],
    ['survey', ['batches']],
  ])('%s may do exactly this', (name, grants) => {
    expect(callers.get(name)).toEqual({ name, grants });
  });

  it('no department reports to the survey: the customer speaks for herself', () => {
    const mayWrite = [...callers.values()].filter(({ grants }) => grants.includes('report:survey'));
    expect(mayWrite.map(({ name }) => name)).toEqual(['agency']);
  });
});

describe('a caller', () => {
  const named = (...names: string[]) => {
    const metadata = new Metadata();
    for (const name of names) metadata.add(CALLER_KEY, name);
    return metadata;
  };

  it('is who it says it is, as long as nothing proves identities', () => {
    expect(identify(named('agency'), callers).name).toBe('agency');
  });

  it.each([
    ['nobody', []],
    ['somebody unknown', ['mallory']],
    ['two at once', ['agency', 'console']],
    ['the same twice', ['agency', 'agency']],
  ])('that says it is %s is refused', (_, names) => {
    expect(() => identify(named(...names), callers)).toThrow(expect.objectContaining({ reason: 'CALLER_UNKNOWN' }));
  });

  it('may do what it was granted and nothing else', () => {
    const caller = identify(named('agency'), callers);
    expect(() => requireGrant({ caller }, 'report:survey')).not.toThrow();
    expect(() => requireGrant({ caller }, 'read')).toThrow(expect.objectContaining({ reason: 'CALLER_NOT_ALLOWED' }));
  });
});
