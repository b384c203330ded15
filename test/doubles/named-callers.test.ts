import { Metadata } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { CALLER_KEY, namedCallers, ownCallers } from './named-callers.js';

const callers = ownCallers();

describe('in every installation', () => {
  it.each([
    ['console', ['HR_MAKER', 'RULES_AUTHOR', 'RULES_PUBLISHER', 'AUDITOR', 'OPERATOR']],
    ['rules-publisher', ['RULES_PUBLISHER']],
    ['scoring', ['SERVICE']],
    ['ordering', ['SERVICE']],
    ['survey', ['SERVICE']],
  ])('%s has exactly these roles', (name, roles) => {
    expect(callers.get(name)?.bindings.map(({ role }) => role)).toEqual(roles);
  });

  it('no feed is known: documents of the company name them', () => {
    expect(callers.get('shop')).toBeUndefined();
  });
});

describe('a caller', () => {
  const { identify, bindingsOf } = namedCallers(callers);
  const peer = { address: '127.0.0.1:1', certificate: { kind: 'none' } as const };
  const named = (...names: string[]) => {
    const metadata = new Metadata();
    for (const name of names) metadata.add(CALLER_KEY, name);
    return metadata;
  };

  it('is taken for what it says it is, as long as nothing proves identities', async () => {
    expect(bindingsOf(await identify(peer, named('console'))).name).toBe('console');
  });

  it.each([
    ['gives no name', []],
    ['gives two names', ['scoring', 'console']],
    ['gives the same name twice', ['console', 'console']],
  ])('that %s is refused', async (_, names) => {
    await expect(identify(peer, named(...names))).rejects.toMatchObject({ reason: 'CALLER_UNKNOWN' });
  });

  it('that gives an unknown name is refused', async () => {
    const proven = await identify(peer, named('mallory'));
    expect(() => bindingsOf(proven)).toThrow(expect.objectContaining({ reason: 'CALLER_UNKNOWN' }));
  });
});
