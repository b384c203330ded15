import { Metadata } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { CALLER_KEY, developmentCallers, identifyByName } from './named-callers.js';

const callers = developmentCallers();

describe('in a development installation', () => {
  it.each([
    ['olist', ['report:ordering', 'report:warehouse', 'report:delivery', 'read']],
    ['agency', ['report:survey']],
    ['generator', ['report:support']],
    ['console', ['read', 'bonus', 'publish']],
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
  const identify = identifyByName(callers);
  const peer = { address: '127.0.0.1:1', certificate: undefined };
  const named = (...names: string[]) => {
    const metadata = new Metadata();
    for (const name of names) metadata.add(CALLER_KEY, name);
    return metadata;
  };

  it('is taken for what it says it is, as long as nothing proves identities', async () => {
    expect((await identify(peer, named('agency'))).name).toBe('agency');
  });

  it.each([
    ['gives no name', []],
    ['gives an unknown name', ['mallory']],
    ['gives two names', ['agency', 'console']],
    ['gives the same name twice', ['agency', 'agency']],
  ])('that %s is refused', async (_, names) => {
    await expect(identify(peer, named(...names))).rejects.toMatchObject({ reason: 'CALLER_UNKNOWN' });
  });
});
