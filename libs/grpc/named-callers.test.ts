import { Metadata } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { CALLER_KEY, identifyByName, ownCallers } from './named-callers.js';

const callers = ownCallers();

describe('in every installation', () => {
  it.each([
    ['console', ['read', 'bonus', 'publish']],
    ['scoring', ['batches', 'read']],
    ['ordering', ['batches']],
    ['survey', ['batches']],
  ])('%s may do exactly this', (name, grants) => {
    expect(callers.get(name)).toEqual({ name, grants });
  });

  it('no feed is known: documents of the company name them', () => {
    expect(callers.get('shop')).toBeUndefined();
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
    expect((await identify(peer, named('console'))).name).toBe('console');
  });

  it.each([
    ['gives no name', []],
    ['gives an unknown name', ['mallory']],
    ['gives two names', ['scoring', 'console']],
    ['gives the same name twice', ['console', 'console']],
  ])('that %s is refused', async (_, names) => {
    await expect(identify(peer, named(...names))).rejects.toMatchObject({ reason: 'CALLER_UNKNOWN' });
  });
});
