import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';

describe('the canonical spelling of a record', () => {
  it('does not depend on the order in which fields were set', () => {
    expect(canonicalJson({ indexE4: 1n, department: 'delivery' })).toBe(
      canonicalJson({ department: 'delivery', indexE4: 1n }),
    );
  });

  it('writes keys as the contract does and numbers as text, so that no reader rounds them', () => {
    expect(canonicalJson({ indexE4: 834_271n, version: 2, payable: false })).toBe(
      '{"index_e4":"834271","payable":false,"version":"2"}',
    );
  });

  it('leaves out what was not measured: it is neither 0 nor null', () => {
    expect(canonicalJson({ indexE4: undefined, metrics: [] })).toBe('{"metrics":[]}');
  });

  it('refuses a fraction', () => {
    expect(() => canonicalJson({ indexE4: 0.5 })).toThrow('not whole');
  });
});
